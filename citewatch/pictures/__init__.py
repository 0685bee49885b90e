"""Pictures that figures stand in: fetched like pages, read once by a machine in a process of its own.

`ocr` is our side, `worker` the other process: the only place that imports the OCR library, Pillow and numpy. A picture
made to break a decoder takes that process down and nothing else.
"""

"""Korean counters and units, each with its canonical English singular word."""

from extractors.reading.text.wordlists import table

HANGUL = table(
    """
    company: 기업, 개기업, 개사, 개 기업, 개 회사, 개 업체, 업체, 개업체, 사, 개 스타트업, 개 상장사
    bank: 개 은행
    hospital: 개 병원
    school: 개교, 개 학교, 개 대학, 개 초등학교
    institution: 개 기관, 개 단체
    country: 개국, 개 국가, 개 나라
    city: 개 도시
    person: 명, 인, 사람
    employee: 명의 직원, 명의 임직원, 개 직원
    respondent: 명의 응답자
    student: 명의 학생
    user: 명의 이용자, 명의 사용자
    item: 개, 가지, 종, 대목, 점, 권, 장, 편, 통, 그루, 벌, 개소, 개 항목, 개 분야, 자루, 개비, 기, 필, 필지
    item: 품목
    item: 개 품목, 송이, 알, 척, 채, 구, 쪽지, 판, 매, 부, 편, 칸, 줄, 봉, 접시, 그릇, 끼, 과목, 개 과목
    item: 개 노선, 개 동네
    case: 건
    vehicle: 대, 량
    aircraft: 대의 항공기, 대의 전투기
    ship: 척
    animal: 마리
    pair: 켤레, 쌍
    building: 개 동
    room: 실, 객실
    class: 학급, 개 학급
    bed: 병상
    seat: 석, 좌석
    vote: 표
    cup: 잔
    bottle: 병
    box: 상자, 박스
    bag: 봉지, 포대
    rank: 계단
    account: 계좌
    team: 팀, 개 팀
    time: 회, 번, 차례
    fold: 배
    year old: 세, 살
    household: 가구, 세대
    share: 주
    page: 쪽, 페이지
    word: 단어, 글자
    parameter: 개 매개변수, 개의 매개변수, 개 파라미터, 개의 파라미터
    job: 개 일자리, 개의 일자리
    point: 포인트, 점수
    degree: 도
    place: 곳, 군데
    visit: 명의 방문
    tonne: 톤
    kilogram: 킬로그램
    gram: 그램
    milligram: 밀리그램
    microgram: 마이크로그램
    kilometre: 킬로미터
    metre: 미터
    centimetre: 센티미터
    millimetre: 밀리미터
    micrometre: 마이크로미터
    nanometre: 나노미터, 나노
    mile: 마일
    inch: 인치
    foot: 피트
    hectare: 헥타르
    acre: 에이커
    square metre: 제곱미터, 평방미터
    square kilometre: 제곱킬로미터, 평방킬로미터
    cubic metre: 세제곱미터, 입방미터, 루베
    pyeong: 평
    litre: 리터
    millilitre: 밀리리터
    barrel: 배럴
    gallon: 갤런
    ounce: 온스
    watt: 와트
    kilowatt: 킬로와트
    megawatt: 메가와트
    gigawatt: 기가와트
    kilowatt hour: 킬로와트시
    megawatt hour: 메가와트시
    gigawatt hour: 기가와트시
    terawatt hour: 테라와트시
    kilocalorie: 킬로칼로리
    decibel: 데시벨
    megabyte: 메가바이트
    gigabyte: 기가바이트
    terabyte: 테라바이트
    petabyte: 페타바이트
    megahertz: 메가헤르츠
    gigahertz: 기가헤르츠
""",
    ",",
)
HANGUL_TIME = table(
    """
    year: 년, 년간, 해, 개년
    quarter: 개분기, 개 분기, 분기
    month: 개월, 달, 개월간
    week: 주간, 주일
    day: 일, 일간, 영업일, 거래일
    hour: 시간
    minute: 분, 분간
    second: 초
    century: 세기
""",
    ",",
)
# After a counter these make another word of it: 1인당 is "per person", 3대 규모 can't be told from vehicles.
HANGUL_NOT_BEFORE: dict[str, str] = {
    "도": "시로안록입는", "인": "당공", "개": "발인별", "명": "령", "사": "업회이람실이태",
    "주": "요가식", "대": "규비부상", "장": "관기", "점": "수포", "통": "신", "종": "류합",
    "세": "계대", "번": "호역째", "회": "사의", "배": "터경", "일": "본반", "분": "의기야",
    "초": "기반", "달": "러", "건": "설물", "권": "한", "편": "의", "평": "균가", "해": "외변",
    "기": "업관술반존준간자록능금한타", "동": "안의반시일", "실": "제시질업", "부": "터문분처",
    "병": "원력사", "석": "유탄", "표": "현시본준", "매": "출입년월일주각", "구": "간역조",
    "판": "매결", "량": "의", "알": "려아", "채": "권용", "봉": "사", "칸": "막", "줄": "었어이",
    "끼": "리", "팀": "장", "척": "도", "잔": "여액고류", "살": "았", "분기": "점",
}  # fmt: skip

"""Chinese counters and units, each with its canonical English singular word.

What is counted is the noun behind the counter where one of ours follows (三家銀行 are banks), else what the counter
alone tells (三家 are companies).
"""

from extractors.reading.text.wordlists import table

# The counters that may stand before each family of nouns.
_BEFORE_NOUN = {
    unit.strip(): counters.strip()
    for line in """
    家間间個个: company, bank, store, institution
    所間间個个: school
    家間间所座個个: hospital
    個个: country, city and county, town, parameter, token, word, household
    個个座: city
    個个位名: person, employee, student, user, customer
    個个位名份: respondent
    個个項项: job
    個个款種种: model
    個个項项件: project, patent
    個个項项款種种件: product
    件起宗例個个: case
    間间個个: room
    """.strip().splitlines()
    for counters, _, units in [line.partition(":")]
    for unit in units.split(",")
}
_NOUNS = table("""
    company: 公司 企業 企业 廠商 厂商 業者 业者 新創 新创 新創公司 新創企業 店家 商家 上市公司 上市櫃公司
    company: 受訪企業 受访企业 中小企業 中小企业
    company: 供應商 供应商 工廠 工厂
    bank: 銀行 银行
    store: 門市 门市 门店 店 分店 店面 店鋪 店铺
    hospital: 醫院 医院
    school: 學校 学校 大學 大学 中學 中学 小學 小学 幼兒園 幼儿园 大專校院 高校
    country: 國家 国家 經濟體 经济体 成員國 成员国 會員國 会员国
    city: 城市
    city and county: 縣市
    town: 鄉鎮 乡镇 鄉鎮市區 村莊 村庄
    person: 人 員 员
    employee: 員工 员工 職員 职员 勞工 劳工
    student: 學生 学生
    user: 用戶 用户 使用者
    customer: 客戶 客户 顧客 顾客
    respondent: 受訪者 受访者 問卷 问卷
    job: 工作 工作機會 工作机会 工作崗位 工作岗位 岗位 崗位 職缺 職位 职位 就業機會 就业岗位
    model: 模型
    project: 項目 项目 計畫 計劃 计划 專案
    product: 產品 产品
    patent: 專利 专利
    case: 案件 案例 病例
    parameter: 參數 参数
    token: 詞元 词元
    word: 字
    room: 房 房間 房间 客房 宿舍 教室
    institution: 機構 机构 機關 机关
    household: 家庭
""")
_COUNTERS = table("""
    company: 家
    person: 死 亡 傷 伤 人 名 位 人口 用戶 用户
    item: 個 个 項 项 件 份 樣 样 筆 笔 枚 顆 颗 只 支 張 张 座 條 条 款 種 种 類 类 套 組 组 批 則 则 篇 間
    item: 间 台 臺 班 檔
    item: 本 冊 册 部 塊 幅 盞 根 粒 片 把 門 门 起 宗 例 場 场 輪 轮 期 層 层 排 行 列 欄 口 劑 剂 班次
    item: 堂 棵 株 節課 程
    country: 國 国
    city and county: 縣市
    place: 處 处 據點 据点
    time: 次 回 趟 遍
    round: 回合
    fold: 倍
    degree: 度
    degree Celsius: 攝氏度 摄氏度
    year old: 歲 岁 周歲 周岁 足歲
    seat: 席 席次
    vote: 票
    unit: 單位 单位
    vehicle: 輛 辆 台車 台车 臺車 部車 輛車 台汽車 台汽车 輛次 辆次
    aircraft: 架
    sortie: 架次
    ship: 艘
    animal: 隻 頭 头 匹 尾 羽
    building: 棟 栋 幢
    room: 房
    vehicle kilometre: 車公里 车公里
    passenger kilometre: 人公里 延人公里
    floor: 層樓 层楼 樓層
    bed: 床 張病床 张床位
    bottle: 瓶
    box: 箱 盒
    bag: 袋 包
    cup: 杯
    table: 桌
    station: 站
    household: 戶 户 家戶 家户
    case: 案
    question: 題 题
    word: 字
    page: 頁 页
    pair: 雙 双 對 对
    store: 間門市
    school: 所
    share: 股份 股
    visit: 人次
    passenger: 名旅客 位旅客
    passenger: 旅客 乘客
    person: 網友 网友 民眾 民众 市民 遊客 游客 球迷 觀眾 观众 粉絲 粉丝 業主 业主 難民 难民 會員 会员 志工 選民 选民
    person: 考生 移工 飛行員 飞行员 工程師 工程师 醫師 医师 醫生 医生 護理師 护士 教師 教师
    employee: 員工 员工 勞工 劳工
    student: 學生 学生
    point: 個點 點 点 分 點數
    tonne: 噸 吨 公噸 公吨
    kilogram: 公斤 千克
    catty: 斤 台斤 市斤
    gram: 公克 克
    milligram: 毫克
    microgram: 微克
    ounce: 盎司 安士
    pound weight: 磅
    carat: 克拉
    kilometre: 公里 千米
    metre: 公尺 米
    centimetre: 公分 厘米
    millimetre: 毫米 公釐
    micrometre: 微米
    nanometre: 奈米 纳米
    inch: 英寸 英吋 吋
    foot: 英尺 英呎 呎
    mile: 英里 英哩 哩
    nautical mile: 海里 浬
    light-year: 光年
    square metre: 平方公尺 平方米
    square kilometre: 平方公里
    square foot: 平方呎 平方英尺
    hectare: 公頃 公顷
    ping: 坪
    mu: 畝 亩
    acre: 英畝 英亩
    cubic metre: 立方公尺 立方米
    cubic centimetre: 立方公分 立方厘米
    litre: 公升 升
    millilitre: 毫升
    barrel: 桶
    twenty-foot equivalent unit: 標準箱 标准箱 標箱 标箱 個標準箱 个标准箱 個標準貨櫃
    watt: 瓦
    kilowatt: 千瓦 瓩
    megawatt: 兆瓦
    gigawatt: 吉瓦
    terawatt: 太瓦
    kilowatt hour: 度電 度电 千瓦時 千瓦时
    megawatt hour: 兆瓦時 兆瓦时
    volt: 伏特
    hertz: 赫茲 赫兹
    megahertz: 兆赫
    gigahertz: 吉赫
    decibel: 分貝 分贝
    horsepower: 匹馬力 匹马力 馬力 马力
    kilocalorie: 大卡 千卡
    hectopascal: 百帕
    bit: 位元 比特
    byte: 位元組 字节
    megabyte: 兆字节 兆位元組
    gigabyte: 吉字节
    gigawatt hour: 吉瓦時 吉瓦时
    terawatt hour: 太瓦時 太瓦时
    milliampere: 毫安 毫安培
    millivolt: 毫伏 毫伏特
    milliwatt: 毫瓦
    millisievert: 毫西弗 毫西弗特
    microsievert: 微西弗 微西弗特
    day old: 日齡 日龄 天齡 天龄
    milliampere hour: 毫安時 毫安时
    pixel: 畫素 像素
    level: 級 级
""")
NOUNS_ALONE = frozenset(
    counter
    for counter, unit in _COUNTERS.items()
    if unit in ("passenger", "person", "employee", "student")
    and len(counter) > 1
    and counter[0] not in "名位個个"
    and counter not in ("人口", "用戶", "用户")
)
"""Nouns that a number may count without a counter, as in 28萬旅客; behind a year they are only the next word."""
HAN: dict[str, str] = {
    **{counter + noun: unit for noun, unit in _NOUNS.items() for counter in _BEFORE_NOUN[unit]},
    **_COUNTERS,
}
HAN_TIME = table("""
    year: 年 個年頭 个年头 年間 年间 載 载 周年 週年
    quarter: 個季度 个季度 季
    month: 個月 个月 個月內
    week: 週 周 個星期 个星期 星期 個禮拜 个礼拜 週間 禮拜
    night: 夜
    day: 天 日 個工作日 个工作日 個工作天 個交易日 个交易日 個營業日 個自然日 工作日 個日曆天 日曆天 晝夜 昼夜
    hour: 小時 小时 個小時 个小时 個鐘頭 个钟头 鐘頭 钟头
    minute: 分鐘 分钟
    second: 秒 秒鐘 秒钟
    millisecond: 毫秒
    century: 世紀 世纪 個世紀 个世纪
""")

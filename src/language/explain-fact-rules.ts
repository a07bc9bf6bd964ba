/** The rules that make a fact out of words, each in a sentence for staff. A reader states one of them with whatever it finds. */
export const FACT_RULES = {
  'number-unit': { vi: 'một số × đơn vị', en: 'a number × its unit' },
  'compound-amount': { vi: 'hai đơn vị cộng lại (3 cân 2 lạng)', en: 'a compound amount: two units together' },
  'cut-short': { vi: 'phần lẻ sau đơn vị (3 tạ rưỡi, 1 tấn 2)', en: 'what is cut short behind the unit' },
  'unit-alone': { vi: 'không nói số: một đơn vị (tạ rưỡi, hơn tạ)', en: 'no number said: one of the unit' },
  fraction: { vi: 'một phần của đơn vị (nửa tạ, 2/3 sào)', en: 'a part of the unit' },
  product: { vi: 'số này nhân số kia (5x50kg, 10m x 20m)', en: 'one figure times the other' },
  pieces: { vi: 'đếm con, quả, kể cả đôi, tá, chục', en: 'animals or eggs counted, pairs and dozens too' },
  'amount-range': { vi: 'từ lượng này đến lượng kia', en: 'a range from one amount to another' },
  'bare-amount': {
    vi: 'số không đơn vị, vì vừa hỏi lượng',
    en: 'a figure without a unit, since an amount was asked for',
  },
  'thousand-or-kilo': { vi: 'k sau số: có thể là kg, có thể là nghìn', en: 'a k behind the figure: kg or thousands' },
  'container-weight': {
    vi: 'số bao × cân nặng một bao nói trong tin',
    en: 'containers × what one holds, as the text says',
  },
  'container-household': {
    vi: 'số bao × cân nặng một bao của nhà này',
    en: 'containers × what the household said one holds',
  },
  'container-total': {
    vi: 'tất cả nặng bao nhiêu đã nói; số bao chỉ nói thêm',
    en: 'all of them weigh what is said; their count says no more',
  },
  'container-list': {
    vi: 'từng đợt bao, mỗi đợt nặng bao nhiêu, cộng lại',
    en: 'containers lot by lot, each lot with its weight, added up',
  },
  'yield-or-whole': {
    vi: 'được chừng ấy một sào, hay tất cả chừng ấy',
    en: 'so much from each sào, or so much in all',
  },
  'round-or-whole': {
    vi: 'được chừng ấy một lần, hay tất cả chừng ấy',
    en: 'so much in each round, or so much in all',
  },
  rounds: { vi: 'mỗi lần được chừng ấy × số lần', en: 'so much in each round × how many there were' },
  'container-odd': { vi: 'số bao đầy, cộng phần lẻ', en: 'full containers, and what is left over beside them' },
  deduction: { vi: 'có chữ trừ, bớt: trước hoặc sau khi trừ', en: 'a word takes something off: before or after it' },
  'sum-said': { vi: 'số tiền nói rõ (k, nghìn, triệu, đ)', en: 'a sum said with its scale or currency' },
  'sum-for-one': {
    vi: 'tiền ÷ lượng mua bán: giá một kg, một lít, một con',
    en: 'the sum shared out: the price of one kg, litre, head',
  },
  'price-habit': { vi: 'bớt "nghìn", theo giá thường của cây', en: "thousands left out, by the crop's usual price" },
  'price-bare': {
    vi: 'bớt "nghìn" hay không thì chưa biết: không có giá thường',
    en: 'thousands left out or not: no usual price tells',
  },
  'money-slang': { vi: 'tiếng lóng (cành, lá): mỗi nơi một khác', en: 'slang for notes: worth what one asks' },
  'date-said': {
    vi: 'ngày tháng nói rõ; thiếu năm thì lấy ngày gần nhất đã qua hoặc sắp tới',
    en: 'a date; where the year is unsaid the nearest one behind or ahead',
  },
  'lunar-day': { vi: 'ngày âm lịch, đổi ra ngày dương', en: 'a lunar day, as the solar day it is' },
  weekday: { vi: 'thứ trong tuần, gần nhất đã qua hoặc sắp tới', en: 'a weekday, the nearest behind or ahead' },
  'near-day': { vi: 'cách hôm nay mấy ngày (hôm qua, mai, 3 ngày trước)', en: 'so many days from today' },
  'market-day': { vi: 'ngày phiên của chợ', en: "a market's day" },
  period: {
    vi: 'cả tuần, tháng, mùa vụ: từ ngày đầu đến ngày cuối',
    en: 'a week, month or season: its first day to its last',
  },
  'day-range': { vi: 'từ ngày này đến ngày kia', en: 'from one day to another' },
  'day-twice': { vi: 'một ngày nói hai cách, cả hai đều khớp hoặc phải hỏi', en: 'one day named in two ways' },
  'hour-alone': { vi: 'chỉ nói giờ, vì vừa hỏi ngày', en: 'an hour alone, since a day was asked for' },
  'crop-written': { vi: 'tên cây, con viết đủ hai chữ hoặc có dấu', en: "a crop's name in two words or with accents" },
  'crop-opened': {
    vi: 'chữ đứng trước cho biết là cây, con (giá, bán, thu…)',
    en: 'a word before it shows that it is a crop',
  },
  'crop-asked': {
    vi: 'là câu trả lời, hoặc cả tin chỉ có thế',
    en: 'the answer to the question, or all the text says',
  },
  'crop-beside-amount': { vi: 'đứng cạnh một lượng hoặc giá', en: 'it stands beside an amount or a price' },
  place: { vi: 'tên xã, phường ngày nay', en: 'the name of a commune of today' },
  'place-former': { vi: 'tên cũ, nay thuộc xã, phường mới', en: 'a former name, now part of a new commune' },
  'place-level': {
    vi: 'trùng tên: chữ xã, phường, thị trấn cho biết',
    en: 'several bear the name: the level tells which',
  },
  'place-region': {
    vi: 'trùng tên: huyện hoặc tỉnh nói kèm cho biết',
    en: 'several bear the name: the district or province tells which',
  },
  'place-market': { vi: 'tên chợ, thuộc xã này', en: 'the name of a market in this commune' },
  phone: { vi: 'số điện thoại', en: 'a phone number' },
  'phone-renewed': {
    vi: 'số 11 chữ số cũ, đổi đầu số theo năm 2018',
    en: 'an old number of 11 digits, as it is since 2018',
  },
  number: { vi: 'một số, không là gì khác', en: 'a number that is nothing else' },
  'number-part': { vi: 'phân số, hoặc một nửa', en: 'a fraction or a half' },
  'number-sets': { vi: 'đôi, cặp, tá tính ra số', en: 'pairs and dozens as a number' },
  'yes-no': { vi: 'lời đồng ý hoặc không', en: 'a yes or a no' },
} as const satisfies Record<string, { vi: string; en: string }>

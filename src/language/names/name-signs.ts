import { fold } from '../text/fold.ts'
import { compileLexicon, phraseLexicon } from '../text/lexicon.ts'

/** What stands around a person's name in a text, and what looks like one. Lists of ordinary northern Vietnamese; typed without accents any of their accents are meant. */

const lexiconOf = (words: string) => compileLexicon(words.split(/\s*,\s*|\s+/).map((word) => [word, word] as const))

/** Words of address and kin behind which a given name may stand alone. */
export const address = lexiconOf('anh chị ông bà bác cô chú thím em cháu nhà hộ vợ chồng a c e')
/** More of them, which without their accents are mostly another word (bán, bò, củ, đi). */
export const accentedAddress = lexiconOf('bạn bố mẹ cụ cậu mợ dì')
/** `a.`, `c.`, `e.`: shortened words of address. */
export const shortAddress: ReadonlySet<string> = new Set(['a', 'c', 'e'])
/** Words of address that without accents are as well có, ba, chữ, nhé, họ, ong, ạ. */
export const doubtfulAddress: ReadonlySet<string> = new Set(['co', 'ba', 'chu', 'nha', 'ho', 'ong', 'a', 'c', 'e'])

/** Words behind which a person is spoken of. */
export const openings = lexiconOf('nhà hộ vợ chồng của cho ghi báo bc cáo sửa đổi người là tên với và cùng gặp')

/** Words that may stand beside a name that is the whole answer, without accents. */
export const besideName: ReadonlySet<string> = new Set(
  [
    ...['tôi', 'mình', 'em', 'cháu', 'con', 'anh', 'chị', 'cô', 'chú', 'bác', 'ông', 'bà', 'thưa', 'dạ', 'vâng'],
    ...['là', 'tên', 'của', 'cho', 'sang', 'người', 'đây', 'ạ', 'nhé', 'nhá'],
  ].map(fold),
)

/** Set phrases that only look like a word of address with a name. */
export const setPhrases = phraseLexicon(
  `nhà ta, nhà máy, nhà may, nhà tôi, nhà báo, nhà sàn, nhà hàng, nhà nông, nhà nước, nhà thờ, nhà cửa, nhà trường, nhà vườn, nhà mới,
  nhà lá, nhà giàu, nhà sao, nhà kho, nhà xe, nhà văn, nhà dân, nhà mình, chú ý, chủ yếu, cô dâu, cô giáo, có sao, bà con, ông trời,
  em gái, em trai, em bé, em út, anh em, chị em, anh hùng, vợ con, chồng con, cháu gái, cháu trai, hộ nghèo, hộ dân, hộ khẩu,
  bao nhiêu, bao giờ, bao lâu, máy cày, máy bừa, máy gặt, máy bơm, máy xay, máy xát, máy tuốt, máy phát, máy móc, máy tính, mấy giờ, mấy người, mấy nghìn,
  mấy hôm, mấy ngày, thu hoạch, thu mua, thu nhập, hoa màu, hoa quả, đào tạo, hai bên`.replace(/\s+/g, ' '),
)
/** He, she: in a text with accents the bare ta is no name behind them. */
export const pronouns: ReadonlySet<string> = new Set(['ta'])

/** What farmers do: behind a word of address a verb, where a name may be written like it. */
export const deeds = lexiconOf(
  'báo bán thu hái trồng mua làm có được đào gửi ghi cân đong gặt phun bón nuôi hỏi nhận nói cho về sửa đi ở',
)

/** Units that a given name without accents may be behind a number. */
export const unitNames = lexiconOf(
  'tạ tấn yến cân ký kí ki lạng gam lít sào mẫu thước công ha bao gùi gánh thúng can chai chục tá đôi cặp con cây quả củ bó xe bông đồng mét',
)
/** Numbers in one word. */
export const numberNames = lexiconOf(
  'một hai ba bốn tư năm lăm sáu bảy bẩy tám chín mười mươi trăm nghìn ngàn vạn triệu chục rưỡi nửa vài mấy',
)

/** Words of every day that are given names too, or are written like one without accents: numbers, units, crops, and the rest. */
export const everyday = lexiconOf(
  `một hai ba bốn tư năm lăm sáu bảy bẩy tám chín mười mươi trăm nghìn vạn triệu tỷ chục đôi tá linh lẻ nửa rưỡi
  tạ tấn yến cân ký lạng gam lít sào mẫu thước công bao gùi gánh thúng con cây quả củ bó xe chai đồng mét tháng ngày giờ tuần vụ
  lúa thóc gạo ngô bắp dong gừng nghệ hồi quế trúc dẻ lê mận đào sắn mía chè trà mật lợn gà vịt trâu bò dê khoai rau lạc đỗ đậu cam chanh ớt tỏi hành thảo thạch
  ta may máy mấy mai mua mưa xuân hạ hè thu đông nay kia mốt sáng trưa chiều tối đêm tốt đẹp hỏng tiền giá bán sao sau hỏi sửa xem xóa dừng đúng hủy thôi
  có không phải rồi xong được là của cho và với ở tại về đi đến tới lên xuống vào ra trên dưới trong ngoài trước sống nắng gió lạnh nóng khô ướt tươi
  xanh đỏ vàng đen trắng tím lần mình hiện ăn ý xã thôn bản hộ nhà thường thành sinh cần bão báo tên nữa ít nhiều chung riêng cũ mới lớn nhỏ bé`,
)

/** Family names that are no other word with these accents: before `A Páo` they tell of another A Páo. */
export const families = lexiconOf(
  `nguyễn trần phạm hoàng huỳnh vũ võ đặng bùi đỗ dương lý giàng thào sùng tẩn chảo lò lù nông triệu phàn lồ hầu hạng lầu tráng thền sín
  lừu đàm bế lương cháng vừ phùng đinh vương hà lục lưu tô mông cứ sần vàng lèng hảng sền ly`,
)
/** Those that are other words too, and need their capital. */
export const capitalFamilies = lexiconOf('hồ lê ngô mã má ma bàn chu cao mai mùa cà vi')
/** Those that are told without accents too. */
export const plainFamilies: ReadonlySet<string> = new Set(
  'nguyen tran pham hoang huynh giang sung thao bui phan phung dinh vuong luong ly lu vang nong doan'.split(' '),
)

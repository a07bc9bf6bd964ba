/**
 * Words that say much the same of a job, unaccented, by kind: a text that says `đào` is like an example that says `gặt`. Of words that begin alike the longest
 * is taken. A word may be of one kind only.
 */
const KINDS: Readonly<Record<string, string>> = {
  trade: 'ban, mua, thuong lai, tu thuong, lai buon, phien, cho phien, phien cho, ngoai cho, thu mua, nhuong, e',
  price: 'gia, tien, dat, re, bao tien, nghin, trieu, chuc, lai, loi',
  learning: 'hoc, lop, tap huan, day, buoi, khoa, vietgap',
  illness:
    'benh, sau, ray, nam, thoi, heo, vang la, chay la, chet, om, dich, mot, oc buou, dom, nhen, xoan, rung, ung, nghen',
  remedy: 'phun, thuoc, bon, tri, chua tri, diet, phong, xu ly, cuu, tiem, u phan, che phu, xit',
  growing: 'trong, cay, gieo, cham, cham soc, nuoi, tia, ngam, giong, luong, tuoi nuoc, lam co, lam dat, nho co',
  harvest: 'thu, thu hoach, gat, be, dao, do, nho, hai, tuot, cat',
  telling: 'nhan tin, nhan, gui, tin nhan, tin, bao, thong bao, soan, bam',
  asking:
    'gi, nao, sao, may, dau, bao nhieu, bao gio, khi nao, the nao, ra sao, lam sao, kieu gi, bao lau, ai, luc nao, hom nao',
  staff: 'can bo, khuyen nong, phu trach, chu nhiem, nguoi that, thu y, nguoi phu trach',
  attending: 'di, den, tham gia, tham du, du, co mat, vang, nghi, di hoc, di lop',
  keeping: 'ghi, luu, du lieu, so lieu, thong tin, bao cao, san luong, khai, ke khai, giu',
  school:
    'hoc sinh, co giao, thay giao, nam hoc, hoc ky, hoc phi, tan hoc, mam non, phu huynh, truong, con hoc, lop con, di hoc lai',
  village: 'truong ban, truong thon, nha van hoa',
  health:
    'dau bung, dau dau, dau rang, dau lung, sot, benh vien, di vien, nam vien, tram xa, bac si, kham, kham benh, tre con, tre em',
  eating: 'an com, nau, nau an, nau ruou, uong ruou, ruou, com',
  kin: 'bo, me, con, chau, ong, ba, vo, chong, bac, chu',
  ending: 'xoa, huy, ngung, dung, tat, rut, chan',
}

/** How words are shortened on a phone beside what every text's shortenings are read as already, and in full, both unaccented. */
const SHORTENED: Readonly<Record<string, string>> = {
  khg: 'khong',
  z: 'vay',
  hn: 'hom nay',
  cb: 'can bo',
  kt: 'ky thuat',
  dk: 'dang ky',
  sl: 'san luong',
  bc: 'bao cao',
  hd: 'huong dan',
  htx: 'hop tac xa',
}

interface KindOfWords {
  words: readonly string[]
  kind: string
}

const byFirstWord = new Map<string, KindOfWords[]>()
for (const [kind, list] of Object.entries(KINDS))
  for (const phrase of list.split(', ')) {
    const words = phrase.split(' ')
    const [first = ''] = words
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), { words, kind }])
  }
for (const list of byFirstWord.values()) list.sort((a, b) => b.words.length - a.words.length)

/** The kind of the words at one place of a text, and how many they are; null: of no kind. */
export function kindAt(words: readonly string[], at: number): { kind: string; length: number } | null {
  const found = byFirstWord.get(words[at] ?? '')?.find((one) => one.words.every((word, by) => words[at + by] === word))
  return found ? { kind: found.kind, length: found.words.length } : null
}

/** A word in full, as several where it shortens several. */
export const inFull = (word: string): readonly string[] => SHORTENED[word]?.split(' ') ?? [word]

/** Behind these a capital makes a name, in a text that has words with small letters. */
const ADDRESSED =
  /(?<![\p{L}\p{M}])(?:[Aa]nh|[Cc]h[ịi]|[Bb][áa]c|[Cc][ôo]|[Cc]h[úu]|[Ôôo]ng|[Bb][àa]|[Dd]ì|[Tt]hím|[Cc]ậu|[Cc]ụ|[Nn]h[àa]|[Hh]ộ)\s+(\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){0,3})(?!\p{L})/u
/** How one speaks of oneself and of the listener, and what only begins with a capital by the phone's habit. */
const NO_NAMES =
  /^(?:Em|Tôi|Toi|Mình|Minh|Cháu|Chau|Ta|Con|Chị|Anh|Thu|Gặt|Được|Duoc|Ngô|Ngo|Lúa|Lua|Báo|Bao)(?!\p{L})/u

/** The name behind a word of address or kin, by its capital: `Páo` of "anh Páo 3 tạ ngô"; null: none, or every word has a capital. */
export function addressedName(text: string): string | null {
  const plain = text.normalize('NFC')
  const name = ADDRESSED.exec(plain)?.[1]
  if (name === undefined || NO_NAMES.test(name)) return null
  const words = plain.match(/(?<![\p{L}\d])\p{L}+/gu) ?? []
  return words.filter((word) => /^\p{Ll}/u.test(word)).length > 1 ? name : null
}

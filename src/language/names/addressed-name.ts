/** Behind these a capital makes a name, in a text that has small letters. */
const ADDRESSED =
  /(?<![\p{L}\p{M}])(?:anh|ch[ịi]|b[áa]c|c[ôo]|ch[úu]|[ôo]ng|b[àa]|d[ìi]|th[íi]m|c[ậa]u|c[ụu]|nh[àa]|h[ộo])\s+((?:\p{Lu}\p{Ll}+)(?:\s\p{Lu}\p{Ll}+){0,3})(?!\p{L})/u

/** The name behind a word of address or kin, by its capital: `Páo` of "anh Páo 3 tạ ngô"; null: none. Units are never told so. */
export const addressedName = (text: string): string | null => ADDRESSED.exec(text.normalize('NFC'))?.[1] ?? null

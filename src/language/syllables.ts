const onset = '(?:b|ch|c|d|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x)?'
const nucleus =
  '(?:uyeu|oai|oay|oao|oeo|uay|uoi|uou|uya|uye|uyu|ieu|yeu|ia|ie|iu|ai|ao|au|ay|eo|eu|oa|oe|oi|ua|ue|ui|uo|uu|uy|ye|a|e|i|o|u|y)'
const coda = '(?:ch|ng|nh|c|m|n|p|t)?'
const syllable = new RegExp(`^${onset}${nucleus}${coda}$`)

/** Whether unaccented lower-case letters have the shape of a Vietnamese syllable (onset, vowels, coda); not whether such a word exists. */
export function isSyllable(letters: string): boolean {
  return syllable.test(letters)
}

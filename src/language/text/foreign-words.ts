/**
 * English words and names of goods that people type in the middle of Vietnamese, and that a Telex keyboard would have made Vietnamese words of
 * (`this`, `taxi`, `momo`): they stay as they are.
 */
export const foreignWords: ReadonlySet<string> = new Set(
  `ads air arm as bar bee beef been beer best boot boots born box burn bus car chair chef chest chips choose chose coast corn cost cow dad data days deep
  deer did dims does door dose down dust far fax for gas goes guns guys hair has her here hex his hits horn host how if is its keep keeps last lax list
  loo loop lose lost low lux maps mar max meet meets mix momo moo moon more most mows must nest net noes noon nor nose now nuts of omo oops or own pair
  past pens pets photo poor pos post pots queen rats rays reset rest roof room root rose row rows runs sapa says see seem seems seen sets sex sir sis
  six soon sos tax taxi tee teen term test there these this those tips toes tons too torn town tows tree trees trust turn tux us vast vest visa vows yes`.split(
    /\s+/,
  ),
)

/**
 * English words that say nothing about a text's subject, in lower case and without apostrophes, as `termsOfText` cuts
 * words ("don't" is `don` and `t`). Other languages need no list: words that are in most texts get hardly any weight.
 */
export const stopWords: ReadonlySet<string> = new Set(
  `
  a able about above according accordingly across actually after afterwards again against ain all allow allows
  almost alone along already also although always am among amongst an and another any anybody anyhow anyone
  anything anyway anyways anywhere apart appear are aren around as aside ask at available away awfully b be became
  because become becomes becoming been before beforehand behind being below beside besides best better between
  beyond both brief but by came can cannot cant certain certainly changes clearly come comes concerning
  consequently consider considering contain containing contains corresponding could couldn couldnt currently d
  definitely described despite did didn didnt different do does doesn doesnt doing don done dont down downwards
  during each eg either else elsewhere enough entirely especially et etc even ever every everybody everyone
  everything everywhere ex exactly example except far few first followed following follows for former formerly
  from further furthermore get gets getting give given gives go goes going gone got gotten had hadn hadnt happens
  hardly has hasn hasnt have haven havent having he hello hence her here hereafter hereby herein hereupon hers
  herself him himself his hither hopefully how howbeit however i ie if immediate in inasmuch inc indeed indicate
  indicated indicates inner insofar instead into inward is isn isnt it its itself just keep keeps kept know known
  knows last lately later latter latterly least less lest let like liked likely little ll look looking looks ltd m
  mainly make makes making many may maybe me mean meanwhile merely might mightn more moreover most mostly much
  must mustn my myself name namely nearly necessary need needn needs neither never nevertheless next no nobody non
  none noone nor normally not nothing now nowhere o obviously of off often oh ok okay on once one ones only onto
  or other others otherwise ought our ours ourselves out outside over overall own particular particularly per
  perhaps placed please plus possible presumably probably provides quite rather re really reasonably regarding
  regardless regards relatively respectively s said same saw say saying says second secondly see seeing seem
  seemed seeming seems seen self selves sensible sent serious seriously several shall shan she should shouldn
  shouldnt since so some somebody somehow someone something sometime sometimes somewhat somewhere soon sorry
  specified specify specifying still such sup sure t take taken tell tends than thank thanks that thats the their
  theirs them themselves then thence there thereafter thereby therefore therein theres thereupon these they think
  this thorough thoroughly those though through throughout thru thus to together too took toward towards tried
  tries truly try trying twice un under unfortunately unless unlikely until unto up upon us use used useful uses
  using usually various ve very via viz vs want wants was wasn wasnt way we welcome well went were weren werent
  what whatever when whence whenever where whereafter whereas whereby wherein whereupon wherever whether which
  while whither who whoever whole whom whose why will willing wish with within without won wonder would wouldn
  wouldnt y yes yet you your yours yourself yourselves
  `
    .trim()
    .split(/\s+/),
)

/** What a family of measures is, in plain words, with its formula: the definitions of Rungs' measures. */
export interface MethodNote {
  readonly name: string
  readonly words: string
  /** Whether a measure of this name belongs to it. */
  readonly covers: (metric: string) => boolean
}

const named =
  (...names: readonly string[]) =>
  (metric: string) =>
    names.includes(metric.split(/[@#.]/)[0]!)

/** In the order in which measures are listed. */
export const methodNotes: readonly MethodNote[] = [
  {
    name: 'nDCG@k',
    words:
      'How well the first k documents are ordered: DCG / ideal DCG, with DCG = Σ grade / log2(rank + 1) over the first k documents, and the ideal from all judged relevant documents. 0 to 1.',
    covers: named('ndcg'),
  },
  {
    name: 'Recall@k',
    words: 'Relevant documents among the first k / all relevant documents.',
    covers: named('recall'),
  },
  { name: 'Precision@k', words: 'Relevant documents among the first k / k.', covers: named('precision') },
  {
    name: 'Success@k',
    words: '1 when at least one relevant document is among the first k, else 0.',
    covers: named('success'),
  },
  { name: 'MRR', words: '1 / rank of the first relevant document; 0 when none was retrieved.', covers: named('mrr') },
  {
    name: 'MAP',
    words:
      'Mean over the relevant documents of the precision at their rank; a relevant document that was not retrieved counts 0.',
    covers: named('map'),
  },
  {
    name: 'R-precision',
    words: 'Precision at rank R, R being the number of relevant documents.',
    covers: named('rPrecision'),
  },
  {
    name: 'Span recall, precision, IoU',
    words:
      'Of the characters of gold passages (G) and of retrieved passages (R): recall |R∩G| / |G|, precision |R∩G| / |R|, IoU |R∩G| / |R∪G|. At k passages, or at a budget of tokens, which alone makes passage sizes comparable: passages by rank, text taken before skipped, the one that crosses the budget cut.',
    covers: named('spanRecall', 'spanPrecision', 'spanIou'),
  },
  {
    name: 'Exact match, token F1',
    words:
      'As SQuAD v1.1: both texts in lower case without articles and punctuation; exact match is 1 when they are equal; F1 = 2 · precision · recall / (precision + recall) over the words that both hold; the best of several references counts.',
    covers: named('exactMatch', 'tokenF1'),
  },
  {
    name: 'ROUGE-L',
    words: 'F1 of the longest common subsequence of words of answer and reference.',
    covers: named('rougeL'),
  },
  {
    name: 'Contains, numeric, label, regex, JSON schema',
    words:
      '1 when the answer holds the reference, gives its number, names its label, matches the pattern, or follows the schema; else 0. Macro-F1 is the mean F1 over the labels.',
    covers: named('contains', 'numeric', 'label', 'regex', 'jsonSchema', 'macroF1'),
  },
  {
    name: 'Abstained, abstention right',
    words:
      'Share of answers that say nothing was found; abstention is right when there is no answer to be found and the run says so, or there is one and it answers.',
    covers: named('abstained', 'abstentionCorrect'),
  },
  {
    name: 'Judged measures',
    words:
      'Scores of 0 to 1 by a judging model with a fixed prompt; the letters behind the name are the version of judge and prompt. Faithfulness: claims that the sources support / claims. Citation precision: cited sources that support their claim / cited; citation recall: claims with a supporting source / claims.',
    covers: named('judge', 'faithfulness', 'citationPrecision', 'citationRecall', 'answerRelevance'),
  },
  {
    name: 'Latency',
    words:
      'Wall time for each question and stage; p50 and p95 are type-7 quantiles. Embedding, search and reranking are timed in a pass of their own, warm, one question at a time; an answer from the cache keeps the time of its first execution.',
    covers: named('latencyMs'),
  },
  {
    name: 'Cost',
    words:
      'US dollars: reported tokens × the price of the day. Cost per 1,000 questions is for embedding the question, reranking and answering, whoever paid; set-up is embedding the corpus once; judges are apart.',
    covers: named('costUsd', 'tokens'),
  },
]

/** How figures are turned into statements; holds for every report. */
export const statisticsNotes: readonly Omit<MethodNote, 'covers'>[] = [
  {
    name: 'Means and missing values',
    words:
      'A mean runs over the questions that the measure could score; n says how many. Missing is missing, never 0. A question that a run answered with nothing counts 0; questions without any relevant judgment are left out of retrieval measures.',
  },
  {
    name: '95 % intervals',
    words:
      'Of means by BCa bootstrap (10,000 seeded resamples of the questions), of shares by Wilson, of quantiles by percentile bootstrap.',
  },
  {
    name: 'Change against the baseline',
    words:
      'Mean of run − baseline over the questions that both scored; runs on other questions are not compared. Wins, ties and losses count single questions.',
  },
]

/** Said only where tests were made. */
export const testNote: Omit<MethodNote, 'covers'> = {
  name: 'Tests',
  words:
    'Paired randomisation test (signs flipped; exact up to 12 questions, else 10,000 draws), exact McNemar test where all scores are 0 or 1, p adjusted by Holm over all finished runs against the baseline on those questions; a run that was exported and imported back counts once. Quantiles of latency: bootstrap of the two runs’ times, each resampled apart. “Not decisive” where the interval of the change holds 0 or the adjusted p is 0.05 or more.',
}

/** Said only where there is a ladder. */
export const gateNote: Omit<MethodNote, 'covers'> = {
  name: 'Steps of the ladder',
  words:
    'Each rung’s best run is picked on one half of the questions and tested on the other, then the halves change places. Climb: the lower end of the gain’s 95 % interval is above the least worthwhile gain; stay: its upper end is below it; else not decisive, with the number of questions that tells the two apart at 80 % power. Where a gain has a stated worth: the same of gain × worth − what the step adds to a month’s whole cost (serving, storage, shares of set-up and training), against 0. Where it is unclear which run of a rung is its best, the other rung has the benefit of the doubt.',
}

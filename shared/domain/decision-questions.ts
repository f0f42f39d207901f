/** The five questions in words: member of the answers, question, and its choices. */
export const decisionQuestions = [
  [
    'missing',
    'What is the model missing?',
    [
      ['knowledge', 'Knowledge'],
      ['behaviour', 'Behaviour'],
      ['both', 'Both'],
    ],
  ],
  [
    'changes',
    'How often does the data change?',
    [
      ['yearly', 'Yearly'],
      ['monthly', 'Monthly'],
      ['weekly', 'Weekly or more'],
    ],
  ],
  [
    'sources',
    'Must answers name their source?',
    [
      ['no', 'No'],
      ['nice', 'Nice to have'],
      ['required', 'Required'],
    ],
  ],
  [
    'latency',
    'How fast must an answer be?',
    [
      ['under1s', 'Under 1 s'],
      ['under3s', 'Under 3 s'],
      ['noLimit', 'No limit'],
    ],
  ],
  [
    'volume',
    'How much data is there?',
    [
      ['prompt', 'Fits a prompt'],
      ['documents', 'More than that'],
      ['millions', 'Millions'],
    ],
  ],
] as const

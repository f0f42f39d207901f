/**
 * The database's history: migration i brings `user_version` from i to i + 1. Never edit one that was released; add
 * another. Before each migration of an existing database a copy is kept beside it.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE corpora (
    corpus_id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL
  ) STRICT;

  -- Content is stored once, however many corpora and versions hold it.
  CREATE TABLE contents (
    content_hash TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    syntax TEXT NOT NULL
  ) STRICT;

  CREATE TABLE version_documents (
    version_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    doc_id TEXT NOT NULL,
    content_hash TEXT NOT NULL REFERENCES contents,
    PRIMARY KEY (version_id, position)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX version_documents_by_id ON version_documents (version_id, doc_id);

  CREATE TABLE corpus_versions (
    corpus_id TEXT NOT NULL REFERENCES corpora,
    number INTEGER NOT NULL,
    version_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    documents INTEGER NOT NULL,
    characters INTEGER NOT NULL,
    PRIMARY KEY (corpus_id, number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX corpus_versions_by_content ON corpus_versions (version_id);

  CREATE TABLE eval_sets (
    eval_set_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    corpus_id TEXT NOT NULL REFERENCES corpora,
    corpus_version_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    content_hash TEXT NOT NULL
  ) STRICT;
  CREATE INDEX eval_sets_by_name ON eval_sets (name);

  CREATE TABLE queries (
    eval_set_id TEXT NOT NULL REFERENCES eval_sets,
    position INTEGER NOT NULL,
    query_id TEXT NOT NULL,
    text TEXT NOT NULL,
    answers TEXT NOT NULL,
    tags TEXT NOT NULL,
    PRIMARY KEY (eval_set_id, position)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX queries_by_id ON queries (eval_set_id, query_id);

  CREATE TABLE split_queries (
    eval_set_id TEXT NOT NULL REFERENCES eval_sets,
    split TEXT NOT NULL,
    position INTEGER NOT NULL,
    query_id TEXT NOT NULL,
    PRIMARY KEY (eval_set_id, split, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE judgments (
    eval_set_id TEXT NOT NULL REFERENCES eval_sets,
    split TEXT NOT NULL,
    query_id TEXT NOT NULL,
    doc_id TEXT NOT NULL,
    grade INTEGER NOT NULL,
    PRIMARY KEY (eval_set_id, split, query_id, doc_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE gold_spans (
    eval_set_id TEXT NOT NULL REFERENCES eval_sets,
    query_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    doc_id TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    quote TEXT NOT NULL,
    stale INTEGER NOT NULL,
    PRIMARY KEY (eval_set_id, query_id, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE chunk_sets (
    version_id TEXT NOT NULL,
    chunking_key TEXT NOT NULL,
    chunk_set_id TEXT NOT NULL UNIQUE,
    count INTEGER NOT NULL,
    document_position BLOB NOT NULL,
    start BLOB NOT NULL,
    end BLOB NOT NULL,
    tokens BLOB NOT NULL,
    PRIMARY KEY (version_id, chunking_key)
  ) STRICT;

  CREATE TABLE indexes (
    index_id TEXT PRIMARY KEY,
    version_id TEXT NOT NULL,
    chunk_set_id TEXT NOT NULL REFERENCES chunk_sets (chunk_set_id),
    chunking_key TEXT NOT NULL,
    embedding_key TEXT NOT NULL,
    language TEXT NOT NULL,
    table_name TEXT NOT NULL UNIQUE,
    chunks INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    dimensions INTEGER,
    bytes INTEGER NOT NULL,
    build_ms REAL NOT NULL,
    vector_index TEXT NOT NULL,
    tokenizer TEXT NOT NULL,
    embedder TEXT,
    created_at TEXT NOT NULL,
    UNIQUE (version_id, chunking_key, embedding_key, language)
  ) STRICT;

  CREATE TABLE embedders (
    embedder_number INTEGER PRIMARY KEY,
    embedder_key TEXT NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE embeddings (
    embedder_number INTEGER NOT NULL REFERENCES embedders,
    text_hash BLOB NOT NULL,
    vector BLOB NOT NULL,
    latency_ms REAL
  ) STRICT;
  CREATE UNIQUE INDEX embeddings_by_text ON embeddings (embedder_number, text_hash);

  CREATE TABLE sweeps (
    sweep_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    spec TEXT NOT NULL,
    eval_set_id TEXT NOT NULL REFERENCES eval_sets,
    split TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE jobs (
    job_number INTEGER PRIMARY KEY,
    job_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    spec TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT,
    error TEXT,
    result TEXT
  ) STRICT;

  CREATE TABLE imported_files (
    job_id TEXT NOT NULL REFERENCES jobs (job_id),
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (job_id, path)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE job_items (
    job_id TEXT NOT NULL REFERENCES jobs (job_id),
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    weight REAL NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (job_id, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE job_events (
    job_id TEXT NOT NULL REFERENCES jobs (job_id),
    seq INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (job_id, seq)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE runs (
    run_number INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    recipe TEXT NOT NULL,
    recipe_hash TEXT NOT NULL,
    eval_set_id TEXT NOT NULL REFERENCES eval_sets,
    split TEXT NOT NULL,
    sweep_id TEXT REFERENCES sweeps,
    job_id TEXT NOT NULL REFERENCES jobs (job_id),
    status TEXT NOT NULL,
    created_at TEXT NOT NULL,
    finished_at TEXT,
    error TEXT,
    provenance TEXT NOT NULL,
    queries INTEGER NOT NULL,
    tags TEXT NOT NULL DEFAULT '[]',
    notes TEXT NOT NULL DEFAULT '',
    -- A deleted run can be restored until the workspace is opened again.
    deleted_at TEXT
  ) STRICT;
  CREATE INDEX runs_by_job ON runs (job_id);

  CREATE TABLE rankings (
    run_number INTEGER NOT NULL REFERENCES runs,
    query_id TEXT NOT NULL,
    ranking BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX rankings_by_query ON rankings (run_number, query_id);

  CREATE TABLE scores (
    run_number INTEGER NOT NULL REFERENCES runs,
    metric TEXT NOT NULL,
    scores BLOB NOT NULL,
    PRIMARY KEY (run_number, metric)
  ) STRICT;

  -- One figure per run and measure, so that a list of runs reads no score column.
  CREATE TABLE run_values (
    run_number INTEGER NOT NULL REFERENCES runs,
    metric TEXT NOT NULL,
    value REAL,
    n INTEGER NOT NULL,
    PRIMARY KEY (run_number, metric)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE latencies (
    run_number INTEGER NOT NULL REFERENCES runs,
    stage TEXT NOT NULL,
    durations_ms BLOB NOT NULL,
    PRIMARY KEY (run_number, stage)
  ) STRICT;

  CREATE TABLE intervals (
    run_number INTEGER NOT NULL REFERENCES runs,
    metric TEXT NOT NULL,
    method TEXT NOT NULL,
    ci_low REAL,
    ci_high REAL,
    PRIMARY KEY (run_number, metric, method)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Documents outside the corpus that runs made elsewhere rank.
  CREATE TABLE foreign_documents (
    run_number INTEGER NOT NULL REFERENCES runs,
    position INTEGER NOT NULL,
    doc_id TEXT NOT NULL,
    PRIMARY KEY (run_number, position)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What models answered. A failure that can pass makes room for the answer that comes after it.
  CREATE TABLE answers (
    run_number INTEGER NOT NULL REFERENCES runs,
    query_id TEXT NOT NULL,
    repetition INTEGER NOT NULL,
    failure TEXT,
    answer TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX answers_by_query ON answers (run_number, query_id, repetition);
  CREATE INDEX answers_to_ask_again ON answers (run_number, query_id, repetition) WHERE failure = 'unavailable';

  CREATE TABLE evaluations (
    run_number INTEGER NOT NULL REFERENCES runs,
    measure TEXT NOT NULL,
    query_id TEXT NOT NULL,
    repetition INTEGER NOT NULL,
    score REAL,
    reason TEXT NOT NULL,
    PRIMARY KEY (run_number, measure, query_id, repetition)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX evaluations_by_query ON evaluations (run_number, query_id);

  CREATE TABLE triage (
    run_number INTEGER NOT NULL REFERENCES runs,
    query_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (run_number, query_id)
  ) STRICT, WITHOUT ROWID;

  -- Everything that is paid for, written down before it is sent. Stays when its run is removed: money was spent.
  CREATE TABLE calls (
    call_number INTEGER PRIMARY KEY,
    request_hash TEXT NOT NULL,
    lane TEXT NOT NULL,
    model TEXT NOT NULL,
    run_id TEXT NOT NULL,
    stage TEXT NOT NULL,
    query_id TEXT NOT NULL,
    repetition INTEGER NOT NULL,
    part TEXT NOT NULL,
    job_id TEXT NOT NULL,
    state TEXT NOT NULL,
    reserved_usd REAL,
    cost_usd REAL,
    input_tokens INTEGER,
    cached_input_tokens INTEGER,
    output_tokens INTEGER,
    latency_ms REAL,
    sent_at TEXT NOT NULL,
    settled_at TEXT
  ) STRICT;
  CREATE INDEX calls_by_request ON calls (request_hash) WHERE state = 'confirmed';
  CREATE INDEX calls_on_their_way ON calls (state) WHERE state = 'sending';
  CREATE INDEX calls_by_run ON calls (run_id);
  CREATE INDEX calls_by_job ON calls (job_id);
  CREATE INDEX calls_by_time ON calls (sent_at);

  -- Apart from the calls, so that sums and ledgers read no answers.
  CREATE TABLE call_replies (
    call_number INTEGER PRIMARY KEY REFERENCES calls,
    reply TEXT NOT NULL
  ) STRICT;

  -- Uses of calls that another use paid for.
  CREATE TABLE cached_uses (
    run_id TEXT NOT NULL,
    stage TEXT NOT NULL,
    query_id TEXT NOT NULL,
    repetition INTEGER NOT NULL,
    part TEXT NOT NULL,
    call_number INTEGER NOT NULL REFERENCES calls,
    at TEXT NOT NULL,
    PRIMARY KEY (run_id, stage, query_id, repetition, part, call_number)
  ) STRICT, WITHOUT ROWID;

  -- What the user set for this workspace: the monthly cap, prices, providers.
  CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- What people said of answers without knowing whose they are.
  CREATE TABLE ratings (
    run_number INTEGER NOT NULL REFERENCES runs,
    query_id TEXT NOT NULL,
    repetition INTEGER NOT NULL,
    score REAL NOT NULL,
    note TEXT NOT NULL,
    rated_at TEXT NOT NULL,
    PRIMARY KEY (run_number, query_id, repetition)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Fine-tune jobs, written down before they are sent.
  CREATE TABLE fine_tunes (
    fine_tune_number INTEGER PRIMARY KEY,
    fine_tune_id TEXT NOT NULL UNIQUE,
    job TEXT NOT NULL,
    call_number INTEGER REFERENCES calls,
    points TEXT NOT NULL DEFAULT '[]',
    points_revision INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE fine_tune_events (
    fine_tune_number INTEGER NOT NULL REFERENCES fine_tunes ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    -- The provider's own id: what is listed again is kept once.
    event_id TEXT,
    event TEXT NOT NULL,
    PRIMARY KEY (fine_tune_number, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX fine_tune_events_by_id ON fine_tune_events (fine_tune_number, event_id) WHERE event_id IS NOT NULL;

  CREATE TABLE fine_tune_files (
    fine_tune_number INTEGER NOT NULL REFERENCES fine_tunes ON DELETE CASCADE,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (fine_tune_number, name)
  ) STRICT, WITHOUT ROWID;

  -- Training files that a provider has already.
  CREATE TABLE training_uploads (
    endpoint TEXT NOT NULL,
    file_name TEXT NOT NULL,
    provider_file_id TEXT NOT NULL,
    uploaded_at TEXT NOT NULL,
    PRIMARY KEY (endpoint, file_name)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE training_sets (
    training_set_id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    current_version INTEGER
  ) STRICT;

  -- Rows are stored once, however many versions hold them.
  CREATE TABLE training_contents (
    content_number INTEGER PRIMARY KEY,
    content_hash TEXT NOT NULL UNIQUE,
    messages TEXT NOT NULL,
    extra TEXT NOT NULL
  ) STRICT;

  -- Versions are never changed; only which eval set holds their splits is learnt later.
  CREATE TABLE training_versions (
    version_number INTEGER PRIMARY KEY,
    version_id TEXT NOT NULL UNIQUE,
    training_set_id TEXT NOT NULL REFERENCES training_sets,
    number INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    split TEXT NOT NULL,
    parent_id TEXT,
    origin TEXT NOT NULL,
    change TEXT NOT NULL,
    eval_set_id TEXT
  ) STRICT;
  CREATE INDEX training_versions_by_set ON training_versions (training_set_id, number);

  CREATE TABLE training_examples (
    version_number INTEGER NOT NULL REFERENCES training_versions,
    position INTEGER NOT NULL,
    example_id TEXT NOT NULL,
    content_number INTEGER NOT NULL REFERENCES training_contents,
    group_key TEXT,
    given_split TEXT,
    split TEXT,
    PRIMARY KEY (version_number, position)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What the file of a run made elsewhere says of the whole run, as JSON: nobody asks for single figures of it.
  CREATE TABLE stated_figures (
    run_number INTEGER PRIMARY KEY REFERENCES runs,
    figures TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- Batches of calls that were sent, or may have been, and whose answers are not settled yet.
  CREATE TABLE call_batches (
    tag TEXT PRIMARY KEY,
    run_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    batch_id TEXT,
    first_call INTEGER NOT NULL,
    last_call INTEGER NOT NULL,
    sent_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX call_batches_by_run ON call_batches (run_id);
  `,
  `
  -- A run against a baseline under one measure: derived, dropped when the scores of either change. value is NULL where
  -- they share no scored example.
  CREATE TABLE run_pairs (
    baseline_number INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    metric TEXT NOT NULL,
    method TEXT NOT NULL,
    run_number INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    value REAL,
    ci_low REAL,
    ci_high REAL,
    n INTEGER NOT NULL,
    p REAL,
    deviation REAL,
    wins INTEGER NOT NULL,
    losses INTEGER NOT NULL,
    PRIMARY KEY (baseline_number, metric, method, run_number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX run_pairs_by_run ON run_pairs (run_number);
  `,
  `
  CREATE TABLE monitors (
    monitor_id TEXT PRIMARY KEY,
    created_at TEXT NOT NULL,
    monitor TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Runs that replay a monitor's pinned run; they are no evidence of their own for verdicts and gates.
  CREATE TABLE monitor_replays (
    monitor_id TEXT NOT NULL REFERENCES monitors ON DELETE CASCADE,
    run_id TEXT NOT NULL,
    at TEXT NOT NULL,
    checks TEXT,
    PRIMARY KEY (monitor_id, run_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX monitor_replays_by_run ON monitor_replays (run_id);
  `,
  `
  -- Every save of the decision record is a version; none is changed.
  CREATE TABLE decision_versions (
    version INTEGER PRIMARY KEY,
    saved_at TEXT NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
  `,
]

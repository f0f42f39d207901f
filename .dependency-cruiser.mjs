/**
 * The layer rules: which part of the code may import which. `npm run check:layers` and test/arch run them.
 * Every rule forbids what is not listed, so a new library or a new dependency between parts has to be allowed here, with
 * its reason.
 */

/** Libraries that only compute: no files, no network, no clock, no process. Matched against resolved paths. */
const engineLibraries = {
  'node_modules/zod/': 'parses what the journal holds',
  'node_modules/stemmer/': 'Porter stems for the built-in embedder',
  'node_modules/gpt-tokenizer/': 'the ranks of o200k_base, as data',
  'node_modules/csv-parse/': 'its synchronous parser works on a string',
  'node_modules/csv-stringify/': 'its synchronous writer gives a string',
  'node_modules/yaml/': 'reads and writes YAML as a string; it makes data, never objects of other kinds',
  'node_modules/ajv/': 'checks an answer against a JSON schema',
  '(node:)?vm$': "a time limit for a user's pattern, which can backtrack without end; runs no text as code",
  '(node:)?crypto$': 'content hashes; no randomness, which comes through ports',
}

/**
 * Adapters that build on another adapter, with the reason. Everything else an adapter needs comes from ports or shared.
 * @type {Record<string, { imports: string[], reason: string }>}
 */
const adapterImports = {
  'file-system': { imports: ['zip'], reason: 'a zip that is imported is listed like a folder' },
  docx: {
    imports: ['html', 'text', 'zip'],
    reason: 'a Word file is a zip that is read as HTML; titles as in text files',
  },
  html: { imports: ['text', 'text-encoding'], reason: 'bytes are decoded first; titles as in text files' },
  openai: {
    imports: ['provider-calls', 'training-figures'],
    reason: 'one way to send a request once and to explain its failure, and one to read a training curve',
  },
  together: {
    imports: ['provider-calls', 'training-figures'],
    reason: 'one way to send a request once and to explain its failure, and one to read a training curve',
  },
  'local-training': {
    imports: ['provider-calls'],
    reason: 'what a log says is shown without keys, as what a provider says is',
  },
  axolotl: { imports: ['local-training'], reason: 'a folder and a program, as every local trainer' },
  unsloth: { imports: ['local-training'], reason: 'a folder and a program, as every local trainer' },
  trainers: {
    imports: ['openai', 'together', 'local-training', 'axolotl', 'unsloth'],
    reason: 'gathers one adapter for each kind of trainer',
  },
  anthropic: { imports: ['provider-calls'], reason: 'one way to send a request once and to explain its failure' },
  'rerank-server': { imports: ['provider-calls'], reason: 'one way to send a request once and to explain its failure' },
  'language-models': {
    imports: ['openai', 'anthropic', 'rerank-server', 'provider-calls'],
    reason: 'gathers one adapter for each kind of provider',
  },
  pdf: { imports: ['text'], reason: 'titles as in text files' },
  text: { imports: ['text-encoding'], reason: 'bytes are decoded first' },
  xlsx: { imports: ['zip'], reason: 'a workbook is a zip of XML' },
  readers: { imports: ['docx', 'html', 'pdf', 'text'], reason: 'gathers one reader for each format' },
}

/** A path pattern that matches any of these beginnings or patterns. */
const anyOf = (...patterns) => `(?:${patterns.join('|')})`

/** The ways in, and the files that each consists of. */
const hostFiles = {
  cli: '^main/cli(?:/|[.]ts$)',
  web: '^main/web(?:/|[.]ts$)',
  desktop: '^main/(?:electron|preload|engine-process)(?:/|[.]ts$)',
}
const hosts = anyOf(...Object.values(hostFiles))

/** How the page and the desktop application are built: run by vite, never shipped. */
const buildFiles = '^(?:(?:main|renderer)/[^/]*vite[.]config[.]ts$|main/electron/packaging/)'

const hostRules = Object.entries(hostFiles).map(([host, files]) => ({
  name: `${host}-host-is-apart`,
  comment:
    "Desktop, web and command line are three thin ways in; what two of them need lies below both. Two start another one: the command line the web host (`rungs serve`), and the desktop application where it has no display. The page's files and its security headers are the same over both.",
  severity: 'error',
  from: { path: files },
  to: { path: hosts, pathNot: anyOf(files, '^main/web[.]ts$', '^main/web/(?:static-files|security-headers)[.]ts$') },
}))

const adapterRules = Object.entries(adapterImports).map(([adapter, { imports, reason }]) => ({
  name: `adapter-${adapter}`,
  comment: `This adapter may use ${imports.join(', ')} (${reason}) and no other adapter.`,
  severity: 'error',
  from: { path: `^main/adapters/${adapter}/` },
  to: { path: '^main/adapters/', pathNot: `^main/adapters/${anyOf(adapter, ...imports)}/` },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'shared-stands-alone',
      comment:
        'shared is the vocabulary of renderer, hosts and engine alike: it must load in a browser, so it imports zod and the contract library, nothing else; charts also scales and shapes, which have no DOM.',
      severity: 'error',
      from: { path: '^shared/', pathNot: '^shared/charts/' },
      to: { pathNot: anyOf('^shared/', 'node_modules/zod/', 'node_modules/@orpc/contract/') },
    },
    {
      name: 'charts-are-data',
      comment:
        'A chart is computed from figures alone, so that the page and a report draw the same one; whoever draws it knows the domain.',
      severity: 'error',
      from: { path: '^shared/charts/' },
      to: { pathNot: anyOf('^shared/charts/', 'node_modules/(?:@types/)?d3-(?:scale|shape)/') },
    },
    {
      name: 'shared-domain-below-contract',
      comment: 'The contract is made of the vocabulary. The vocabulary must not depend on how it is transported.',
      severity: 'error',
      from: { path: '^shared/domain/' },
      to: { pathNot: anyOf('^shared/domain/', 'node_modules/zod/') },
    },
    {
      name: 'ports-are-interfaces',
      comment: 'Ports say what the engine needs of the world. An import of anything else would tie them to one answer.',
      severity: 'error',
      from: { path: '^main/ports/' },
      to: { pathNot: anyOf('^main/ports/', '^shared/') },
    },
    {
      name: 'engine-is-pure',
      comment: `The engine reaches the world through ports only, so that it runs in any host, in a worker and in tests. Libraries that only compute: ${Object.entries(
        engineLibraries,
      )
        .map(([library, reason]) => `${library} (${reason})`)
        .join('; ')}.`,
      severity: 'error',
      from: { path: '^main/engine/' },
      to: { pathNot: anyOf('^main/engine/', '^main/ports/', '^shared/', ...Object.keys(engineLibraries)) },
    },
    {
      name: 'domains-are-peers',
      comment:
        'Domains share data through shared/domain only; experiments/ joins them and engine.ts composes. Then each can be read, tested and replaced alone. jobs/ is the one that all may use.',
      severity: 'error',
      from: { path: '^main/engine/(?!experiments/|jobs/)([^/]+)/' },
      to: { path: '^main/engine/', pathNot: '^main/engine/(?:$1|jobs)/' },
    },
    {
      name: 'jobs-know-no-domain',
      comment: 'The queue runs handlers that domains register; if it knew one of them, they could not be peers.',
      severity: 'error',
      from: { path: '^main/engine/jobs/' },
      to: { path: '^main/engine/', pathNot: '^main/engine/jobs/' },
    },
    {
      name: 'experiments-below-engine',
      comment: 'engine.ts composes; nothing inside the engine asks for the whole.',
      severity: 'error',
      from: { path: '^main/engine/[^/]+/' },
      to: { path: '^main/engine/[^/]+$' },
    },
    {
      name: 'adapters-know-no-engine',
      comment:
        'Adapters implement ports and know nothing of who uses them. The one exception is below: tasks of a worker thread have to call the computation themselves.',
      severity: 'error',
      from: { path: '^main/adapters/', pathNot: '^main/adapters/worker-threads/compute-tasks[.]ts$' },
      to: { path: '^main/', pathNot: anyOf('^main/adapters/', '^main/ports/') },
    },
    {
      name: 'compute-tasks-call-computations',
      comment:
        'A task runs in a worker thread, where only its own file is loaded: it calls the pure functions of the computing domains, and nothing that needs a port.',
      severity: 'error',
      from: { path: '^main/adapters/worker-threads/compute-tasks[.]ts$' },
      to: { pathNot: anyOf('^main/engine/(?:chunking|embedding|statistics|training)/', '^main/ports/', '^shared/') },
    },
    {
      name: 'adapters-are-apart',
      comment: 'One folder per implementation: it can be replaced or deleted without a look at the others.',
      severity: 'error',
      from: { path: '^main/adapters/([^/]+)/', pathNot: `^main/adapters/${anyOf(...Object.keys(adapterImports))}/` },
      to: { path: '^main/adapters/', pathNot: '^main/adapters/$1/' },
    },
    ...adapterRules,
    {
      name: 'adapters-are-chosen-in-one-place',
      comment: 'Which implementation a workspace gets is decided in open-workspace.ts alone.',
      severity: 'error',
      from: { path: '^main/', pathNot: anyOf('^main/adapters/', '^main/open-workspace[.]ts$') },
      to: { path: '^main/adapters/' },
    },
    {
      name: 'formats-and-providers-in-adapters',
      comment:
        'Libraries that read a file format, keep data or call a provider are used behind a port, where each can be replaced.',
      severity: 'error',
      from: { path: '^(?:main|shared|renderer)/', pathNot: '^main/adapters/' },
      to: {
        path: anyOf(
          '^node:sqlite$',
          'node_modules/(?:@anthropic-ai|@lancedb|apache-arrow|chardet|htmlparser2|hyparquet|mammoth|openai|piscina|unpdf|yauzl)/',
        ),
      },
    },
    {
      name: 'rpc-serves-the-engine',
      comment: 'The router maps the contract to the engine, whatever the transport and whatever the adapters.',
      severity: 'error',
      from: { path: '^main/rpc/' },
      to: { pathNot: anyOf('^main/rpc/', '^main/engine/', '^shared/', 'node_modules/@orpc/') },
    },
    {
      name: 'hosts-speak-the-contract',
      comment:
        'A host opens a workspace and serves or calls the contract. Of the engine it needs the type and, for `rungs recipe`, which opens no workspace, the recipe parser; what else it wants belongs into the contract.',
      severity: 'error',
      from: { path: hosts },
      to: {
        path: '^main/',
        pathNot: anyOf(
          hosts,
          '^main/rpc/',
          '^main/ports/',
          '^main/sample/',
          '^main/open-workspace[.]ts$',
          '^main/engine/engine[.]ts$',
          '^main/engine/experiments/recipes/recipe-fields[.]ts$',
        ),
      },
    },
    ...hostRules,
    {
      name: 'nothing-imports-a-host',
      comment: 'Hosts are the outermost layer: what they hold is for people at that place, not for the parts below.',
      severity: 'error',
      from: { path: '^(?:main|shared|renderer)/', pathNot: hosts },
      to: { path: anyOf(hosts, '^main/open-workspace[.]ts$') },
    },
    {
      name: 'electron-stays-in-its-host',
      comment: 'Everything else must run where there is no Electron: in Node, in a browser, in tests.',
      severity: 'error',
      from: { pathNot: anyOf(hostFiles.desktop, buildFiles) },
      to: { path: 'node_modules/electron(?:-store)?/' },
    },
    {
      name: 'page-is-a-client',
      comment:
        'The page runs in a browser: it knows the vocabulary and the contract, and reaches everything else through them.',
      severity: 'error',
      from: { path: '^renderer/', pathNot: buildFiles },
      to: { path: '^(?:main|test)/' },
    },
    {
      name: 'page-needs-no-node',
      comment: 'There is no Node in a browser, and none in the sandboxed page of the desktop application.',
      severity: 'error',
      from: { path: '^renderer/', pathNot: buildFiles },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-are-peers',
      comment:
        'A screen can be read, changed and deleted alone; what two of them share lies in forms, ui, rpc or shared.',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/', pathNot: '^renderer/(?:features/$1|forms|ui|rpc)/' },
    },
    {
      name: 'ui-knows-no-domain',
      comment:
        'Tables, charts and forms serve every screen because they know of none, nor of where data comes from. The badge of a rung is the exception: its colours are part of the design.',
      severity: 'error',
      from: { path: '^renderer/ui/', pathNot: '^renderer/ui/rung-badge[.]tsx$' },
      to: { path: '^(?:renderer|shared)/', pathNot: '^(?:renderer/ui|shared/charts)/' },
    },
    {
      name: 'forms-below-screens',
      comment:
        'Parts of forms that know models and evaluators, for every screen that asks for them; they depend on none.',
      severity: 'error',
      from: { path: '^renderer/forms/' },
      to: { path: '^renderer/', pathNot: '^renderer/(?:forms|ui|rpc)/' },
    },
    {
      name: 'page-rpc-below-screens',
      comment: 'The typed client is used by every screen and depends on none.',
      severity: 'error',
      from: { path: '^renderer/rpc/' },
      to: { path: '^renderer/', pathNot: '^renderer/rpc/' },
    },
    {
      name: 'setup-needs-no-package',
      comment: 'It runs before any package is installed, on the Node of the system.',
      severity: 'error',
      from: { path: '^main/setup[.]mjs$' },
      to: { dependencyTypesNot: ['core'] },
    },
    {
      name: 'product-imports-no-test',
      comment: 'What ships must not need what does not.',
      severity: 'error',
      from: { path: '^(?:main|shared|renderer)/' },
      to: { path: '^test/' },
    },
    {
      name: 'product-needs-no-development-package',
      comment:
        'devDependencies are not there where Rungs is installed. Electron is not installed but is what runs the desktop application.',
      severity: 'error',
      from: { path: '^(?:main|shared|renderer)/', pathNot: buildFiles },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/electron/' },
    },
    {
      name: 'no-cycle',
      comment: 'Modules in a cycle can only be understood together, and may load half initialised.',
      severity: 'error',
      from: { path: '^(?:main|shared|renderer)/' },
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that is not found is not checked by any other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // Imports of types count: they tie modules together just as well.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    moduleSystems: ['es6'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
}

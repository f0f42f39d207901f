import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, RouterProvider } from '@tanstack/react-router'
import { z } from 'zod'
import { Rung } from '../shared/domain/rung.ts'
import { Frame } from './frame/frame.tsx'
import { NothingHere } from './frame/nothing-here.tsx'
import { EngineProvider } from './rpc/engine.tsx'
import type { Host } from './rpc/host.ts'
import { stringifyAddress } from './stringify-address.ts'
import { ToastProvider } from './ui/toast.tsx'

const root = createRootRoute({ component: Frame, notFoundComponent: NothingHere })

/** Lists in the address are written as `a,b,c`, so that they can be read and shared. */
const idList = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : value.split(',').filter(Boolean)))
  .optional()

/** Text in the address; ids that look like numbers arrive as numbers. */
const text = z.coerce.string().optional()

const amount = z.coerce.number().nonnegative().optional().catch(undefined)

const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    component: lazyRouteComponent(() => import('./features/first-run/first-run-screen.tsx'), 'FirstRunScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/runs',
    validateSearch: z.object({
      search: z.string().optional(),
      sort: z.string().optional(),
      evalSet: z.string().optional(),
      status: z.string().optional(),
      mode: z.string().optional(),
      chunking: z.string().optional(),
      sweep: z.string().optional(),
      tag: z.string().optional(),
      baseline: z.string().optional(),
      group: z.enum(['sweep', 'none']).optional(),
      selected: idList,
    }),
    component: lazyRouteComponent(() => import('./features/runs/runs-screen.tsx'), 'RunsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/runs/$runId',
    validateSearch: z.object({
      baseline: text,
      query: text,
      /** A column, with `-` before it for descending. */
      sort: text,
      search: text,
      show: text,
      /** Only questions whose answer is wrong for this reason. */
      triage: text,
      view: z.enum(['overview', 'questions']).optional().catch(undefined),
    }),
    component: lazyRouteComponent(() => import('./features/run/run-screen.tsx'), 'RunScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/compare',
    validateSearch: z.object({
      runs: idList,
      baseline: text,
      metric: text,
      query: text,
      /** The run whose ranking stands beside the baseline's. */
      against: text,
      show: text,
      search: text,
      fields: z.enum(['all']).optional().catch(undefined),
      slices: text,
      slice: text,
      bar: text,
    }),
    component: lazyRouteComponent(() => import('./features/compare/compare-screen.tsx'), 'CompareScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/ladder',
    validateSearch: z.object({
      evalSet: text,
      split: text,
      metric: text,
      /** Queries a month. */
      volume: z.coerce.number().int().min(0).max(10_000_000_000).optional().catch(undefined),
      /** What is asked of the next rung; a limit of 0 is none. */
      gain: amount,
      worth: amount,
      p95: amount,
      budget: amount,
      /** What quality is held against. */
      axis: z.enum(['cost', 'latency']).optional().catch(undefined),
    }),
    component: lazyRouteComponent(() => import('./features/ladder/ladder-screen.tsx'), 'LadderScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/ladder/decision',
    component: lazyRouteComponent(() => import('./features/decision/decision-screen.tsx'), 'DecisionScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/monitor',
    /** `pin`: the form is open, on this run. */
    validateSearch: z.object({ pin: text }),
    component: lazyRouteComponent(() => import('./features/monitor/monitor-screen.tsx'), 'MonitorScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/rate',
    validateSearch: z.object({ runs: idList, seed: z.coerce.number().int().nonnegative().optional().catch(undefined) }),
    component: lazyRouteComponent(() => import('./features/rating/rating-screen.tsx'), 'RatingScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/datasets',
    validateSearch: z.object({
      corpus: z.string().optional(),
      evalSet: z.string().optional(),
      view: z.string().optional(),
      search: z.string().optional(),
      item: z.string().optional(),
      split: z.string().optional(),
      /** A training set, by name or id; `view` is its tab, such as `preflight`. */
      trainingSet: text,
      /** A kind of a preflight's findings, whose rows are listed. */
      finding: text,
    }),
    component: lazyRouteComponent(() => import('./features/datasets/datasets-screen.tsx'), 'DatasetsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/datasets/import',
    component: lazyRouteComponent(() => import('./features/datasets/import/import-screen.tsx'), 'ImportScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/new',
    validateSearch: z.object({
      evalSet: z.string().optional(),
      split: z.string().optional(),
      from: z.string().optional(),
      rung: Rung.optional().catch(undefined),
      /** A fine-tune job whose model is run, and which of its checkpoints: an id, or `all`. */
      tuned: text,
      checkpoint: text,
      /** A model that is asked alone, with so many examples, where it is. */
      model: text,
      shots: z.coerce.number().int().min(0).max(100).optional().catch(undefined),
      server: text,
      /** Name of its key, or `none`. */
      key: text,
    }),
    component: lazyRouteComponent(
      () => import('./features/new-experiment/new-experiment-screen.tsx'),
      'NewExperimentScreen',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/finetunes',
    validateSearch: z.object({
      job: text,
      view: z.enum(['new', 'import']).optional().catch(undefined),
      /** A training set's name or a version's id, for a new job. */
      version: text,
    }),
    component: lazyRouteComponent(() => import('./features/finetunes/finetunes-screen.tsx'), 'FinetunesScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings',
    component: lazyRouteComponent(() => import('./features/settings/settings-screen.tsx'), 'SettingsScreen'),
  }),
] as const

const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: false,
  stringifySearch: stringifyAddress,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

export function App({ host }: { host: Host }) {
  return (
    <CSPProvider disableStyleElements>
      <EngineProvider host={host}>
        <Tooltip.Provider delay={500}>
          <ToastProvider>
            <RouterProvider router={router} />
          </ToastProvider>
        </Tooltip.Provider>
      </EngineProvider>
    </CSPProvider>
  )
}

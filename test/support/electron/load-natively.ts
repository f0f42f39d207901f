import { registerHooks } from 'node:module'

// Loaded by require, so that Node itself and not the test runner loads what is asked for here. `electron` is the
// stand-in for everything that is loaded in this process.

const standInUrl = new URL('./stand-in.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === 'electron' ? { url: standInUrl, shortCircuit: true } : nextResolve(specifier, context),
})

/** Imports a module in Node, past the test runner. */
export function loadNatively(url: string): Promise<unknown> {
  return import(url)
}

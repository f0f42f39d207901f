import { useSyncExternalStore } from 'react'

export type Theme = 'system' | 'light' | 'dark'
export type Density = 'comfortable' | 'compact'

const themeKey = 'rungs.theme'
const densityKey = 'rungs.density'
const changed = new EventTarget()
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)')

prefersDark.addEventListener('change', applyTheme)

/** Puts the chosen theme and density on the page. They belong to this device, so they stay in the browser's storage. */
export function applyTheme(): void {
  const theme = getTheme()
  const dark = theme === 'dark' || (theme === 'system' && prefersDark.matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  document.documentElement.dataset.density = getDensity()
  changed.dispatchEvent(new Event('change'))
}

export function setTheme(theme: Theme): void {
  localStorage.setItem(themeKey, theme)
  applyTheme()
}

/** Calls back with the choice at once and on every change. */
export function watchTheme(onTheme: (theme: Theme) => void): void {
  let last: Theme | null = null
  const tell = () => {
    const theme = getTheme()
    if (theme !== last) onTheme(theme)
    last = theme
  }
  changed.addEventListener('change', tell)
  tell()
}

export function setDensity(density: Density): void {
  localStorage.setItem(densityKey, density)
  applyTheme()
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, getTheme)
}

export function useDensity(): Density {
  return useSyncExternalStore(subscribe, getDensity)
}

function getTheme(): Theme {
  const stored = localStorage.getItem(themeKey)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

function getDensity(): Density {
  return localStorage.getItem(densityKey) === 'compact' ? 'compact' : 'comfortable'
}

function subscribe(onChange: () => void): () => void {
  changed.addEventListener('change', onChange)
  return () => changed.removeEventListener('change', onChange)
}

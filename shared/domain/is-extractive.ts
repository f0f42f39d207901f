import { extractiveModel } from './model-provider.ts'

/** Whether the built-in reader answers: no model is asked, and nothing is paid. */
export const isExtractive = ({ model }: { readonly model: string }): boolean => model === extractiveModel

/** What a prompt can ask for, as `{{name}}`. */
export const placeholderNames = ['query', 'context', 'examples'] as const
export type PlaceholderName = (typeof placeholderNames)[number]

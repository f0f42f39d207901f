/** What the stand-in for a utility process and its parent send each other: messages, and what goes through ports. */
export type ChildMessage =
  | { readonly kind: 'message'; readonly data: unknown; readonly portIds: readonly number[] }
  | { readonly kind: 'port-message'; readonly portId: number; readonly data: unknown }
  | { readonly kind: 'port-closed'; readonly portId: number }

/** Gives an identifier that no other object has: letters and digits, short enough to type. */
export type NewId = () => string

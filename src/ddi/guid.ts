/** A GUID in lower case without braces: `'c096df9e-fb09-11d1-81b0-0060083316c1'`. Compared with `===`. */
export type Guid = string;

/** The GUID that asks for the default of whatever is being chosen. */
export const GUID_NULL: Guid = '00000000-0000-0000-0000-000000000000';

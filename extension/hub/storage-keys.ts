/** What is kept of a room, each part under a key of its own. */
export const parts = ["room", "outbox", "files", "keys", "former", "draft", "read", "compared", "invites"] as const;
export type Part = (typeof parts)[number];

export const keyOf = (part: Part, roomId: string): string => `${part}/${roomId}`;
export const roomPrefix = keyOf("room", "");
export const filesPrefix = keyOf("files", "");

/** Whether a room is kept under one of these keys of the storage. */
export const holdsRoom = (keys: readonly string[]): boolean => keys.some((key) => key.startsWith(roomPrefix));

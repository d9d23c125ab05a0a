/** What runs a live room and its stream: the guest page fetches it once there is a room to be in. */
export { createRoom } from "../room/room.ts";
export { createBothWays } from "../room/stream/both-ways.ts";
export { createConnection } from "../room/stream/connection.ts";
export { startingState } from "./starting-state.ts";

import { createContext, useContext } from "react";
import type { Bytes } from "../../crypto/bytes.ts";

/** What files in the log ask for. Stable, so that rows don't render again for it. */
export type Files = {
	/** The bytes of the file of that message; null when they are not here, or not what was announced. */
	read(id: string): Promise<Bytes | null>;
	/** Takes back a file of mine that is on its way. */
	stop(id: string): void;
	/** Shows the picture of that message large. */
	open(id: string): void;
	/** Shows the picture of that message large, this once; false: it can't be shown. */
	viewOnce(id: string): Promise<boolean>;
};

const context = createContext<Files>({ read: async () => null, stop() {}, open() {}, viewOnce: async () => false });

export const FilesProvider = context.Provider;
export const useFiles = (): Files => useContext(context);

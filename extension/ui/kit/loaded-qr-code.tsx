import { whenLoaded } from "./when-loaded.tsx";

/** A QR code; few look at one, so its code comes then. */
export const LoadedQrCode = whenLoaded(
	() => import("./qr-code.tsx").then((module) => module.QrCode),
	<div className="qr" />,
);

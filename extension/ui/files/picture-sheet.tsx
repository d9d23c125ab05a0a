import { Download } from "lucide-react";
import type { SharedFile } from "../../room/shared-file.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { Sheet } from "../kit/sheet.tsx";
import { t } from "../words.ts";
import { saveFile } from "./save-file.ts";
import { useBlobAddress } from "./use-blob-address.ts";
import { useFile } from "./use-file.ts";

type PictureSheetProps = { id: string; file: SharedFile; title: string; alt: string; onClose: () => void };

/** A picture as large as the surface, and the way to keep it. */
export function PictureSheet({ id, file, title, alt, onClose }: PictureSheetProps) {
	const found = useFile(id, true);
	const bytes = found === "broken" ? null : found;
	const address = useBlobAddress(bytes, file.picture?.type);
	return (
		<Sheet title={title} onClose={onClose}>
			<div className="picture-large">
				{address && <img src={address} width={file.picture?.width} height={file.picture?.height} alt={alt} />}
			</div>
			<Button full off={bytes === null} onClick={() => bytes && saveFile(file.name, bytes)}>
				<Icon of={Download} small />
				{t("file.save")}
			</Button>
		</Sheet>
	);
}

import { Paperclip } from "lucide-react";
import { useRef } from "react";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";
import type { Attaching } from "./use-attaching.ts";

/** Opens the browser's own choice of files. */
export function AttachButton({ attaching }: { attaching: Attaching }) {
	const input = useRef<HTMLInputElement>(null);
	const isReadying = attaching.tray.readying > 0;
	return (
		<>
			<input
				type="file"
				multiple
				hidden
				ref={input}
				onChange={({ target }) => {
					attaching.take([...(target.files ?? [])]);
					// The same file can be chosen again.
					target.value = "";
				}}
			/>
			<Button
				quiet
				aria-label={isReadying ? t("file.preparing") : t("file.add")}
				title={t("file.add")}
				off={isReadying}
				onClick={() => input.current?.click()}
			>
				<Icon of={Paperclip} />
			</Button>
		</>
	);
}

/** While a file is held over the room. */
export function DropHere({ attaching }: { attaching: Attaching }) {
	return attaching.isOver ? <p className="drop-here">{t("file.drop")}</p> : null;
}

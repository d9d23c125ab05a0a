import { Paperclip } from "lucide-react";
import { useRef } from "react";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";
import type { Attaching } from "./use-attaching.ts";

/** Opens the browser's own choice of a file. */
export function AttachButton({ attaching }: { attaching: Attaching }) {
	const input = useRef<HTMLInputElement>(null);
	return (
		<>
			<input
				type="file"
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
				aria-label={attaching.isPreparing ? t("file.preparing") : t("file.add")}
				title={t("file.add")}
				off={attaching.isPreparing}
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

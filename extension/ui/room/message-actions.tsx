import { Copy } from "lucide-react";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";

/** What can be done with a message. Comes with the pointer or the focus; `→` from the message leads here. */
export function MessageActions({ onCopy }: { onCopy: () => void }) {
	return (
		<div className="toolbar" role="toolbar" aria-label="Message actions">
			<Button quiet aria-label="Copy text" title="Copy text (C)" tabIndex={-1} onClick={onCopy}>
				<Icon of={Copy} />
			</Button>
		</div>
	);
}

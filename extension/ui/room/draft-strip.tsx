import { type LucideIcon, X } from "lucide-react";
import type { CSSProperties } from "react";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";

type DraftStripProps = {
	/** Of the group: "Replying to Amber Otter". */
	label: string;
	icon: LucideIcon;
	/** What stands first, in the colour of the person. */
	strong: string;
	words: string;
	style?: CSSProperties | undefined;
	/** Of the button that ends it. */
	cancel: string;
	onCancel: () => void;
};

/** Over the message box: what the words in it answer, or stand in for. */
export function DraftStrip({ label, icon, strong, words, style, cancel, onCancel }: DraftStripProps) {
	return (
		// biome-ignore lint/a11y/useSemanticElements: a fieldset has looks of its own
		<div className="replying" role="group" aria-label={label} style={style}>
			<Icon of={icon} small />
			<p>
				<strong>{strong}</strong> <bdi>{words}</bdi>
			</p>
			<Button quiet small square aria-label={cancel} title={cancel} onClick={onCancel}>
				<Icon of={X} small />
			</Button>
		</div>
	);
}

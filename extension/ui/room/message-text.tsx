import { useMemo } from "react";
import { CodeBlock } from "./code-block.tsx";
import { FoldedText } from "./folded-text.tsx";
import { type Part, parseBlocks } from "./text-blocks.ts";

type MessageTextProps = {
	text: string;
	/** "Amber Otter" or "You": names the code. */
	from: string;
	/** Links and buttons in it are in the tab order. */
	reachable: boolean;
	/** Called before the text grows, so that what is read stays in place. */
	onGrow: () => void;
};

/** What somebody wrote, as text nodes: nothing in it is ever markup, and nothing is fetched. */
export function MessageText({ text, from, reachable, onGrow }: MessageTextProps) {
	const blocks = useMemo(() => parseBlocks(text), [text]);
	return blocks.map((block, at) => {
		// A message never changes: its blocks keep their places.
		if (block.type === "code") {
			return <CodeBlock key={at.toString()} code={block.code} from={from} reachable={reachable} />;
		}
		// The blank lines around a block of code.
		if (blocks.length > 1 && block.source.trim() === "") return null;
		return (
			<FoldedText key={at.toString()} source={block.source} reachable={reachable} onGrow={onGrow}>
				{block.parts.map((part, index) => (
					<ProsePart key={index.toString()} part={part} reachable={reachable} />
				))}
			</FoldedText>
		);
	});
}

function ProsePart({ part, reachable }: { part: Part; reachable: boolean }) {
	if (part.type === "plain") return part.source;
	if (part.type === "code") return <code>{part.code}</code>;
	return (
		<a
			href={part.href}
			target="_blank"
			rel="noreferrer noopener"
			title={part.href === part.source ? undefined : part.href}
			tabIndex={reachable ? undefined : -1}
		>
			{part.source}
		</a>
	);
}

import { useMemo } from "react";
import { CodeBlock } from "./code-block.tsx";
import { FoldedText } from "./folded-text.tsx";
import { InlineText } from "./inline-words.tsx";
import { type Block, parseBlocks } from "./text-blocks.ts";

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
	const runs = useMemo(() => runsOf(parseBlocks(text)), [text]);
	return runs.map((run, at) => {
		// A message never changes: its blocks keep their places.
		const key = at.toString();
		const [first] = run;
		if (first?.type === "code") {
			return <CodeBlock key={key} code={first.code} language={first.language} from={from} reachable={reachable} />;
		}
		const source = run.map((block) => block.source).join("");
		// The blank lines around a block of code.
		if (runs.length > 1 && source.trim() === "") return null;
		return (
			<FoldedText
				key={key}
				source={source}
				reachable={reachable}
				onGrow={onGrow}
				mixed={run.length > 1 || first?.type !== "prose"}
			>
				{run.length === 1 && first?.type === "prose" ? (
					<InlineText parts={first.parts} reachable={reachable} />
				) : (
					<Blocks blocks={run} from={from} reachable={reachable} />
				)}
			</FoldedText>
		);
	});
}

/** Code stands by itself; all that stands between is folded as one. */
function runsOf(blocks: readonly Block[]): Block[][] {
	const runs: Block[][] = [];
	for (const block of blocks) {
		const last = runs.at(-1);
		if (!last || block.type === "code" || last[0]?.type === "code") runs.push([block]);
		else last.push(block);
	}
	return runs;
}

type BlocksProps = { blocks: readonly Block[]; from: string; reachable: boolean };

function Blocks({ blocks, from, reachable }: BlocksProps) {
	return blocks.map((block, at) => {
		const key = at.toString();
		if (block.type === "quote") {
			return (
				<blockquote key={key} dir="auto">
					<Blocks blocks={block.blocks} from={from} reachable={reachable} />
				</blockquote>
			);
		}
		if (block.type === "code") {
			return <CodeBlock key={key} code={block.code} language={block.language} from={from} reachable={reachable} />;
		}
		if (block.type === "prose") {
			// The blank lines between two blocks.
			if (block.source.trim() === "") return null;
			return (
				<p key={key} dir="auto">
					<InlineText parts={block.parts} reachable={reachable} />
				</p>
			);
		}
		const List = block.ordered ? "ol" : "ul";
		return (
			<List key={key} dir="auto">
				{block.items.map(({ number, parts }, place) => (
					<li key={place.toString()} value={block.ordered ? number : undefined}>
						<InlineText parts={parts} reachable={reachable} />
					</li>
				))}
			</List>
		);
	});
}

import { ShareLink } from "../kit/share-link.tsx";

/** Nobody else was here yet: the link in reach, above what one has written already. */
export function WaitingAlone({ link, beside }: { link: string; beside: boolean }) {
	return (
		<div className="pad stack gap-4">
			<div className="stack gap-1">
				<h2 className="title">Nobody else yet</h2>
				<p className="soft">Send the link. Write already if you like: they’ll see it when they come.</p>
			</div>
			{/* Where the link stands beside the talk already, once is enough. */}
			{/* biome-ignore lint/a11y/useSemanticElements: no form, and a fieldset looks like one */}
			<div className={beside ? "stack narrow-only" : "stack"} role="group" aria-label="Invite">
				<ShareLink link={link} />
			</div>
		</div>
	);
}

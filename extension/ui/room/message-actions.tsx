import { Copy, type LucideIcon, Pencil, Reply, SmilePlus, Undo2 } from "lucide-react";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";
import { ReactionMenu } from "./reaction-menu.tsx";

type MessageActionsProps = {
	/** Only mine can be edited and taken back. */
	mine: boolean;
	/** The menu of reactions lies over the actions. */
	choosing: boolean;
	onChoosing: (open: boolean) => void;
	onReact: (emoji: string) => void;
	onReply: () => void;
	onCopy: () => void;
	onEdit: () => void;
	onUnsend: () => void;
};

/** What can be done with a message. Comes with the pointer or the focus; `→` from the message leads here. */
export function MessageActions(props: MessageActionsProps) {
	const { mine, choosing, onChoosing, onReact } = props;
	return (
		<>
			<div className="toolbar" role="toolbar" aria-label={t("log.actions")}>
				<Action
					of={SmilePlus}
					label={t("log.react")}
					title={t("log.reactKey")}
					aria-haspopup="menu"
					aria-expanded={choosing}
					onClick={() => onChoosing(true)}
				/>
				<Action of={Reply} label={t("log.reply")} title={t("log.replyKey")} onClick={props.onReply} />
				<Action of={Copy} label={t("log.copyText")} title={t("log.copyTextKey")} onClick={props.onCopy} />
				{mine && (
					<>
						<Action of={Pencil} label={t("log.edit")} title={t("log.editKey")} onClick={props.onEdit} />
						<Action of={Undo2} label={t("log.unsend")} title={t("log.unsendKey")} onClick={props.onUnsend} />
					</>
				)}
			</div>
			{choosing && <ReactionMenu onReact={onReact} onClose={() => onChoosing(false)} />}
		</>
	);
}

type ActionProps = {
	of: LucideIcon;
	label: string;
	title: string;
	"aria-haspopup"?: "menu";
	"aria-expanded"?: boolean;
	onClick: () => void;
};

function Action({ of, label, title, ...rest }: ActionProps) {
	return (
		<Button quiet aria-label={label} title={title} tabIndex={-1} {...rest}>
			<Icon of={of} />
		</Button>
	);
}

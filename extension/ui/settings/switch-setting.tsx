import { type ReactNode, useId } from "react";

type SwitchSettingProps = {
	label: string;
	hint: string;
	on: boolean;
	onSwitch: (on: boolean) => void;
	/** Stands below the hint, when there is more to say. */
	children?: ReactNode;
};

export function SwitchSetting({ label, hint, on, onSwitch, children }: SwitchSettingProps) {
	const id = useId();
	return (
		<div className="setting">
			<div>
				<label htmlFor={id}>{label}</label>
				<p className="hint" id={`${id}-hint`}>
					{hint}
				</p>
				{children}
			</div>
			<input
				className="switch"
				type="checkbox"
				role="switch"
				id={id}
				aria-describedby={`${id}-hint`}
				checked={on}
				aria-checked={on}
				onChange={(change) => onSwitch(change.target.checked)}
			/>
		</div>
	);
}

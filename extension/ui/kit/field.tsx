import { type ComponentProps, type ReactNode, useId } from "react";

type FieldProps = ComponentProps<"input"> & {
	label: string;
	hint?: string;
	/** Stands beside the input, in one row with it. */
	button?: ReactNode;
};

/** A labelled line of text. */
export function Field({ label, hint, button, ...input }: FieldProps) {
	const id = useId();
	const control = (
		<input autoComplete="off" {...input} className="input" id={id} aria-describedby={hint ? `${id}-hint` : undefined} />
	);
	return (
		<div className="field">
			<label htmlFor={id}>{label}</label>
			{button ? (
				<div className="row flex-nowrap">
					{control}
					{button}
				</div>
			) : (
				control
			)}
			{hint && (
				<p className="label soft" id={`${id}-hint`}>
					{hint}
				</p>
			)}
		</div>
	);
}

export type Choice = { value: number; label: string };

type SelectProps = { label: string; value: number; choices: readonly Choice[]; onChoose: (value: number) => void };

/** A labelled choice of numbers; a value that is not among the choices is the preset's own and is added by the caller. */
export function Select(props: SelectProps) {
	const id = useId();
	return (
		<div className="field">
			<label htmlFor={id}>{props.label}</label>
			<SelectBox id={id} {...props} />
		</div>
	);
}

/** The bare control of `Select`, for pages that lay out their labels themselves. */
export function SelectBox({ id, value, choices, onChoose }: SelectProps & { id: string }) {
	return (
		<select className="select" id={id} value={value} onChange={(change) => onChoose(Number(change.target.value))}>
			{choices.map((choice) => (
				<option key={choice.value} value={choice.value}>
					{choice.label}
				</option>
			))}
		</select>
	);
}

import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

type ButtonProps = Omit<ComponentProps<"button">, "disabled"> & {
	/** The one thing to press next: at most one on a screen. */
	lit?: boolean;
	big?: boolean;
	full?: boolean;
	quiet?: boolean;
	small?: boolean;
	/** As wide as high, for an icon: give it an `aria-label`. */
	square?: boolean;
	/** As high as the field it stands beside. */
	beside?: boolean;
	danger?: boolean;
	/** Quiet, with red words. */
	dangerText?: boolean;
	/** Stays in the tab order and says that it is off; presses do nothing. */
	off?: boolean;
};

export function Button(props: ButtonProps) {
	const { lit, big, full, quiet, small, square, beside, danger, dangerText, off, className, onClick, ...rest } = props;
	return (
		<button
			type="button"
			{...rest}
			className={classNames(
				"button",
				lit && "lit",
				big && "big",
				full && "full",
				(quiet || dangerText) && "quiet",
				small && "small",
				square && "square",
				beside && "beside",
				danger && "danger",
				dangerText && "danger-text",
				className,
			)}
			aria-disabled={off || undefined}
			onClick={(press) => {
				if (off) press.preventDefault();
				else onClick?.(press);
			}}
		/>
	);
}

import { createRoot } from "react-dom/client";

const root = document.getElementById("root");
if (root) {
	createRoot(root).render(
		<button type="button" className="lit">
			Start a room
		</button>,
	);
}

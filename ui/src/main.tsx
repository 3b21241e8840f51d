import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { choosePlatform } from "./platform";
import "./styles/base.css";

const root = document.getElementById("root");
if (root) {
  const platform = await choosePlatform();
  createRoot(root).render(
    <StrictMode>
      <App platform={platform} />
    </StrictMode>,
  );
}

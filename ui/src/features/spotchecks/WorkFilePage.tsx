import { useNavigate, useSearch } from "@tanstack/react-router";
import { WorkFile } from "./WorkFile";

/** A work file where there is a workspace too. */
export function WorkFilePage() {
  const navigate = useNavigate();
  const { file = "" }: { file?: string } = useSearch({ strict: false });
  return <WorkFile file={file} onStop={() => void navigate({ to: "/spotchecks" })} />;
}

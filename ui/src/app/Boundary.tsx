import { Component, type ReactNode } from "react";
import { ErrorState } from "../components/States";
import type { WireError } from "../contract/types";
import { toWireError } from "../platform";

interface BoundaryState {
  error: WireError | null;
}

/** A defect in one screen must not leave an empty window. */
export class Boundary extends Component<{ children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { error: null };

  static getDerivedStateFromError(reason: unknown): BoundaryState {
    return { error: toWireError(reason) };
  }

  override render() {
    if (!this.state.error) return this.props.children;
    return <ErrorState error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}

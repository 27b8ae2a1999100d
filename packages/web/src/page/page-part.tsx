import { Component, type ComponentType, createElement, lazy, type ReactNode } from "react";

/** A part of the pages that is fetched when it is needed could not be. */
class PartMissingError extends Error {
  override readonly name = "PartMissingError";
}

/** How to ask once more for each part that could not be fetched: React keeps a failure for good. */
const renewals = new Set<() => void>();

/** A page that is fetched when it is first shown. It needs a `PartBoundary` around it. */
export function pagePart<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
): (props: Props) => ReactNode {
  const fetchPart = async () => {
    try {
      return await load();
    } catch (cause) {
      renewals.add(renew);
      throw new PartMissingError("a part of the pages could not be fetched", { cause });
    }
  };
  let Fetched: ComponentType<Props> = lazy(fetchPart);
  const renew = () => {
    Fetched = lazy(fetchPart);
  };
  return (props) => createElement<Props>(Fetched, props);
}

interface PartBoundaryProps {
  readonly children: ReactNode;
  /** Where the person is and whether the connection is there: a change is a reason to try again. */
  readonly tryAgainAt: string;
  readonly fallback: (tryAgain: () => void) => ReactNode;
}

interface PartBoundaryState {
  readonly error: unknown;
}

/** Stands in for a part that could not be fetched, and fetches it by itself when the connection is back. */
export class PartBoundary extends Component<PartBoundaryProps, PartBoundaryState> {
  override state: PartBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): PartBoundaryState {
    return { error };
  }

  override componentDidMount(): void {
    window.addEventListener("online", this.#tryAgain);
  }

  override componentDidUpdate(before: PartBoundaryProps): void {
    if (before.tryAgainAt !== this.props.tryAgainAt) this.#tryAgain();
  }

  override componentWillUnmount(): void {
    window.removeEventListener("online", this.#tryAgain);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    // Mistakes of ours are for the boundary around everything.
    if (!(error instanceof PartMissingError)) throw error;
    return this.props.fallback(this.#tryAgain);
  }

  readonly #tryAgain = (): void => {
    if (this.state.error === null) return;
    for (const renew of renewals) renew();
    renewals.clear();
    this.setState({ error: null });
  };
}

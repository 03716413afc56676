/** What has become of the messages that a capture port leads on. */
export interface ThruStatistics {
  /** Messages that their destination took. */
  readonly messageCount: number;
  /** Messages that it did not take: it was stopped, or had no room. */
  readonly lostCount: number;
  /** Longest time from the capture of a message to its hand-over to the destination, in ticks of 100 ns. */
  readonly worstLatencyTicks: number;
}

/** Destinations of a channel in the mixing model (`DSBUSID_*`), the argument of `assignChannelToBuses`. */
export const BusId = {
  frontLeft: 0,
  frontRight: 1,
  frontCenter: 2,
  lowFrequency: 3,
  backLeft: 4,
  backRight: 5,
  frontLeftOfCenter: 6,
  frontRightOfCenter: 7,
  backCenter: 8,
  sideLeft: 9,
  sideRight: 10,
  topCenter: 11,
  topFrontLeft: 12,
  topFrontCenter: 13,
  topFrontRight: 14,
  topBackLeft: 15,
  topBackCenter: 16,
  topBackRight: 17,
  reverbSend: 64,
  chorusSend: 65,
  /** First of the buses that are numbered as they are made. */
  dynamic0: 512,
  /** No bus. */
  none: 0xffff_ffff,
} as const;

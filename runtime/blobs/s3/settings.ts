/** Where the object storage is and who we are there; credentials resolved, never logged. */
export interface S3Settings {
  /** Scheme and authority, such as `https://s3.example.org`; the bucket is the first segment of the path. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** What every key of this store begins with: empty, or ending in a slash. */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Octets of one part of an upload, 5 MiB to 5 GiB; a larger document takes 10,000 parts at most. */
  readonly partBytes: number;
  /** Parts of one document on their way at the same time. */
  readonly partsInFlight: number;
  /** Hours after which what was staged and never published is removed. */
  readonly leftoverHours: number;
}

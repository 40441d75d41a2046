using System.Runtime.Versioning;

// File modes: the product runs on Linux, and so do these tests.
[assembly: SupportedOSPlatform("linux")]

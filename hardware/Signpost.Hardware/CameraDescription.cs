namespace Signpost.Hardware;

/// <summary>What is known of a camera.</summary>
/// <param name="Name">What an engineer reads in a log; never a password, user names and passwords of addresses are masked.</param>
/// <param name="Width">Width of its pictures in pixels; 0 while unknown.</param>
/// <param name="Height">Height of its pictures in pixels; 0 while unknown.</param>
/// <param name="FramesPerSecond">Its pictures a second; 0 while unknown.</param>
/// <param name="IsLive">Whether the source goes on by itself (a camera) and may come back when lost; false for files, which end.</param>
public sealed record CameraDescription(string Name, int Width, int Height, double FramesPerSecond, bool IsLive);

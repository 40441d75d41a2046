using System.CommandLine;
namespace Signpost.ModelTools.Commands;
internal static class EvaluateClips { public static Command Create() => new("clips", "x"); }

using System.CommandLine;
namespace Signpost.ModelTools.Commands;
internal static class EvaluateVerification { public static Command Create() => new("verification", "x"); }

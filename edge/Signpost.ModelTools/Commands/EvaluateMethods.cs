using System.CommandLine;
namespace Signpost.ModelTools.Commands;
internal static class EvaluateMethods { public static Command Create() => new("methods", "x"); }

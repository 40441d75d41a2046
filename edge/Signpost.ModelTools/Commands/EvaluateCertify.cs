using System.CommandLine;
namespace Signpost.ModelTools.Commands;
internal static class EvaluateCertify { public static Command Create() => new("certify", "x"); }

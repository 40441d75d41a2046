using System.CommandLine;
namespace Signpost.ModelTools.Commands;
internal static class EvaluateDemographics { public static Command Create() => new("demographics", "x"); }

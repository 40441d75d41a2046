namespace Signpost.Cli.Demonstration;

/// <summary>A photograph to enrol and who it shows.</summary>
/// <param name="Person">An actor of the demonstration, or a folder's name: a pseudonym, not a name.</param>
/// <param name="File">Absolute path, JPEG or PNG.</param>
internal sealed record Photograph(string Person, string File);

namespace Signpost.ControlPlane.Console.Parts;

/// <summary>What a state means for the reader: decides the colour, never the words.</summary>
public enum Tone
{
    Neutral,
    Good,
    Attention,
    Bad,
    Live,
}

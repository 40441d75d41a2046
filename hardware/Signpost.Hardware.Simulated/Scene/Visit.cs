using Signpost.Hardware.Simulated.Sprites;

namespace Signpost.Hardware.Simulated.Scene;

/// <summary>Where a face is at a moment: the middle of its rectangle and its width in pixels of the frame, and its tilt in radians.</summary>
internal readonly record struct FacePose(float X, float Y, float Width, float Tilt);

/// <summary>One person's walk through the scene.</summary>
internal sealed record Visit
{
    /// <summary>Number in the scene, from 1, in order of start.</summary>
    public required int Number { get; init; }

    /// <summary>Who: the actor's name, or a number among the strangers.</summary>
    public required string Actor { get; init; }

    /// <summary>Which footage is shown.</summary>
    public required string Footage { get; init; }

    /// <summary>Whether the demonstration enrols this person.</summary>
    public required bool Enrollable { get; init; }

    /// <summary>Which of the person's reels is shown.</summary>
    public required int Reel { get; init; }

    /// <summary>Scene time at which the walk starts, wholly out of view, in seconds.</summary>
    public required double StartsAt { get; init; }

    /// <summary>Length of the walk in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Where the face starts.</summary>
    public required FacePose From { get; init; }

    /// <summary>Where the face ends; its tilt is the swing that is added and taken away on the way.</summary>
    public required FacePose To { get; init; }

    /// <summary>Steps a second.</summary>
    public required float Pace { get; init; }

    /// <summary>Contrast, around 1.</summary>
    public required float Contrast { get; init; }

    /// <summary>Brightness that is added, in steps of 0 … 255.</summary>
    public required float Brightness { get; init; }

    /// <summary>Colour of the coat.</summary>
    public required BgrColour Coat { get; init; }

    /// <summary>Colour of the trousers.</summary>
    public required BgrColour Trousers { get; init; }

    /// <summary>When the walk is over.</summary>
    public double EndsAt => StartsAt + Seconds;

    /// <summary>When the face comes fully into view and is wide enough to count, and when that ends; scene time in seconds.</summary>
    public double EntersAt { get; init; }

    /// <inheritdoc cref="EntersAt"/>
    public double LeavesAt { get; init; }

    /// <summary>Whether the person may be drawn at a scene time.</summary>
    public bool IsOn(double time) => time >= StartsAt && time < EndsAt;

    /// <summary>Where the face is at a scene time: a straight way at even pace, with the bob and sway of steps.</summary>
    public FacePose At(double time)
    {
        var part = (float)((time - StartsAt) / Seconds);
        var width = From.Width + ((To.Width - From.Width) * part);
        var step = (float)((time - StartsAt) * Pace) * MathF.Tau;
        return new FacePose(
            From.X + ((To.X - From.X) * part) + (MathF.Sin(step / 2) * 0.03f * width),
            From.Y + ((To.Y - From.Y) * part) + (MathF.Sin(step) * 0.025f * width),
            width,
            From.Tilt + (To.Tilt * MathF.Sin(step / 2)));
    }
}
